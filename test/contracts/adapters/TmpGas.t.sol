// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAgenticCommerce} from "contracts/adapters/erc8183/IAgenticCommerce.sol";
import {IBatchSettlement} from "contracts/adapters/x402/IBatchSettlement.sol";
import {INodeIdentities} from "contracts/adapters/erc8004/INodeIdentities.sol";
import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {CommerceTest} from "./erc8183/CommerceTest.sol";
import {ReputationTest} from "./erc8004/ReputationTest.sol";
import {SettlementTest} from "./x402/SettlementTest.sol";
import {Meter} from "../gas/Meter.sol";

/// forge-config: default.isolate = true
contract TmpCommerce is CommerceTest, Meter {
    function test_gas() external {
        fund(seller, 1e6);
        funded();
        uint48 e = expiry();
        emit log_named_uint("createJob", send(client, address(commerce), abi.encodeCall(IAgenticCommerce.createJob, (seller, evaluator, e, "", address(0), 0))));
        emit log_named_uint("setBudget", send(seller, address(commerce), abi.encodeCall(IAgenticCommerce.setBudget, (2, address(dollar), BUDGET, ""))));
        emit log_named_uint("fund", send(client, address(commerce), abi.encodeCall(IAgenticCommerce.fund, (2, address(dollar), BUDGET, ""))));
        emit log_named_uint("submit", send(seller, address(commerce), abi.encodeCall(IAgenticCommerce.submit, (2, "work", ""))));
        emit log_named_uint("complete", send(evaluator, address(commerce), abi.encodeCall(IAgenticCommerce.complete, (2, "work", ""))));
    }
}

/// forge-config: default.isolate = true
contract TmpSettlement is SettlementTest, Meter {
    function test_gas() external {
        fund(payee.addr, 1e6);
        fill(1e6);
        claim(1);
        settlement.settle(payee.addr, address(dollar));
        IBatchSettlement.VoucherClaim[] memory rows = new IBatchSettlement.VoucherClaim[](100);
        bytes32 salt = keccak256("salt");
        for (uint256 i; i < 100; ++i) {
            config.salt = bytes32(uint256(salt) + i);
            fill(5e6);
            rows[i] = row(1e6, 1);
        }
        vm.prank(payee.addr);
        settlement.claim(rows);
        for (uint256 i; i < 100; ++i) {
            config.salt = bytes32(uint256(salt) + i);
            rows[i] = row(3e6, 2_345_678);
        }
        emit log_named_uint("claim100/100", send(payee.addr, address(settlement), abi.encodeCall(IBatchSettlement.claim, (rows))) / 100);
        emit log_named_uint("settle", send(payee.addr, address(settlement), abi.encodeCall(IBatchSettlement.settle, (payee.addr, address(dollar)))));
        config.salt = salt;
        emit log_named_uint("claim1", send(payee.addr, address(settlement), abi.encodeCall(IBatchSettlement.claim, (only(row(4e6, 3_345_678))))));
        emit log_named_uint("topup", send(buyer.addr, address(settlement), abi.encodeCall(IBatchSettlement.deposit, (config, 1e6, address(escrow), ""))));
        config.salt = keccak256("new");
        emit log_named_uint("open", send(buyer.addr, address(settlement), abi.encodeCall(IBatchSettlement.deposit, (config, 1e6, address(escrow), ""))));
    }
}

/// forge-config: default.isolate = true
contract TmpReputation is ReputationTest, Meter {
    function test_gas() external {
        emit log_named_uint("register", send(stranger.addr, address(identities), abi.encodeCall(INodeIdentities.register, (node.addr))));
        bytes memory signature = sign(node, staking.hashNodeProfile(profile()));
        emit log_named_uint("setCard", send(provider.addr, address(identities), abi.encodeCall(INodeIdentities.setCard, (profile(), signature, true))));
        end(IJobMarket.JobState.SettledCosigned);
        emit log_named_uint("prove", send(stranger.addr, address(reputation), abi.encodeCall(INodeReputation.prove, (receiptOf(), order, terms))));
        emit log_named_uint("give", send(buyer.addr, address(reputation), abi.encodeCall(INodeReputation.giveFeedback, (agentId, int128(90), 0, "starred", "", "", "", hashOf()))));
    }
}
