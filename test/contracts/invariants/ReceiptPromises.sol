// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {IReceipts} from "../../../contracts/receipts/IReceipts.sol";
import {JobId} from "../../../contracts/types/Ids.sol";
import {Campaign} from "./Campaign.sol";

/// @dev docs/protocol/invariants.md, RCP.
abstract contract ReceiptPromises is Campaign {
    function invariant_RCP_1_verifiesExactlyWhatIsRecorded() public view {
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            IReceipts.Receipt memory receipt = _receipt(jobIds[i]);
            bool ended = job.state >= IJobMarket.JobState.SettledCosigned;
            assertEq(_verify(receipt, job).recorded, ended, "verify errs about what was recorded");
            receipt.units ^= 1;
            assertFalse(_verify(receipt, job).recorded, "verify takes other units");
            receipt.units ^= 1;
            receipt.details.outputHash ^= bytes32(uint256(1));
            assertFalse(_verify(receipt, job).recorded, "verify takes another output");
        }
    }

    function invariant_RCP_2_saysHowTheJobStands() public view {
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            if (job.details.buyer == address(0)) continue;
            IReceipts.Receipt memory receipt = _receipt(jobIds[i]);
            IReceipts.Verification memory answer = _verify(receipt, job);
            assertEq(uint8(answer.state), uint8(job.state), "another state");
            assertEq(answer.amount, _amount(job.order, job.units), "another amount");
            assertTrue(answer.consistent, "an honest receipt is called inconsistent");
            receipt.details.price ^= 1;
            assertFalse(_verify(receipt, job).consistent, "a wrong price is called consistent");
            receipt.details.price ^= 1;
            receipt.details.amount ^= 1;
            assertFalse(_verify(receipt, job).consistent, "a wrong amount is called consistent");
        }
    }

    function _receipt(JobId jobId) private view returns (IReceipts.Receipt memory) {
        GhostJob storage job = jobs[jobId];
        return IReceipts.Receipt({
            executionId: marketStatements.executionIdOf(jobId, job.attempt),
            node: job.execution.node,
            units: job.units,
            details: job.details
        });
    }

    function _verify(IReceipts.Receipt memory receipt, GhostJob storage job)
        private
        view
        returns (IReceipts.Verification memory)
    {
        return receipts.verify(receipt, job.order, job.terms);
    }
}
