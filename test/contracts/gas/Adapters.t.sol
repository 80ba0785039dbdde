// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {INodeIdentities} from "contracts/adapters/erc8004/INodeIdentities.sol";
import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IAgenticCommerce} from "contracts/adapters/erc8183/IAgenticCommerce.sol";
import {IBatchSettlement} from "contracts/adapters/x402/IBatchSettlement.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {ReputationTest} from "../adapters/erc8004/ReputationTest.sol";
import {CommerceTest} from "../adapters/erc8183/CommerceTest.sol";
import {SettlementTest} from "../adapters/x402/SettlementTest.sol";
import {Meter} from "./Meter.sol";

/// @dev As in Transactions.t.sol: whole transactions in the steady state, every account used before.
/// forge-config: default.isolate = true
contract CommerceGasTest is CommerceTest, Meter {
    function test_AJob() external {
        fund(seller, 1e6);
        funded();
        uint48 expiredAt = expiry();
        bytes memory step =
            abi.encodeCall(IAgenticCommerce.createJob, (seller, evaluator, expiredAt, "", address(0), 0));
        uint256 sum = send(client, address(commerce), step);
        sum += send(
            seller, address(commerce), abi.encodeCall(IAgenticCommerce.setBudget, (2, address(dollar), BUDGET, ""))
        );
        sum += send(client, address(commerce), abi.encodeCall(IAgenticCommerce.fund, (2, address(dollar), BUDGET, "")));
        sum += send(seller, address(commerce), abi.encodeCall(IAgenticCommerce.submit, (2, "work", "")));
        sum += send(evaluator, address(commerce), abi.encodeCall(IAgenticCommerce.complete, (2, "good", "")));
        record("ERC-8183 job, from its creation to its payment", sum);
    }
}

/// forge-config: default.isolate = true
contract SettlementGasTest is SettlementTest, Meter {
    uint256 private constant ROWS = 100;
    uint128 private constant PRICE = 1_234_567;

    function test_Channels() external {
        fund(payee.addr, 1e6);
        bytes32 salt = keccak256("salt");
        for (uint256 i = 0; i < ROWS; ++i) {
            config.salt = bytes32(uint256(salt) + i);
            fill(5e6);
            claim(1);
        }
        settlement.settle(payee.addr, address(dollar));
        IBatchSettlement.VoucherClaim[] memory rows = new IBatchSettlement.VoucherClaim[](ROWS);
        for (uint256 i = 0; i < ROWS; ++i) {
            config.salt = bytes32(uint256(salt) + i);
            rows[i] = row(2 * PRICE, PRICE);
        }
        uint256 used = send(payee.addr, address(settlement), abi.encodeCall(IBatchSettlement.claim, (rows)));
        record("x402: claim one voucher in a batch of 100", used / ROWS);
        bytes memory step = abi.encodeCall(IBatchSettlement.claim, (only(row(3 * PRICE, 2 * PRICE))));
        record("x402: claim one voucher", send(payee.addr, address(settlement), step));
        step = abi.encodeCall(IBatchSettlement.settle, (payee.addr, address(dollar)));
        record("x402: settle", send(payee.addr, address(settlement), step));
        step = abi.encodeCall(IBatchSettlement.deposit, (config, PRICE, address(escrow), ""));
        record("x402: fill a channel again", send(buyer.addr, address(settlement), step));
        config.salt = keccak256("new");
        step = abi.encodeCall(IBatchSettlement.deposit, (config, PRICE, address(escrow), ""));
        record("x402: fill a new channel", send(buyer.addr, address(settlement), step));
    }
}

/// forge-config: default.isolate = true
contract NodeAgentsGasTest is ReputationTest, Meter {
    function test_Feedback() external {
        bytes memory step = abi.encodeCall(INodeIdentities.register, (node.addr));
        record("ERC-8004: register a node", send(stranger.addr, address(identities), step));
        end(IJobMarket.JobState.SettledCosigned);
        step = abi.encodeCall(INodeReputation.prove, (receiptOf(), order, terms));
        record("ERC-8004: prove a receipt", send(buyer.addr, address(reputation), step));
        step = abi.encodeCall(INodeReputation.giveFeedback, (agentId, int128(90), 0, "starred", "", "", "", hashOf()));
        record("ERC-8004: give the first feedback", send(buyer.addr, address(reputation), step));
    }
}
