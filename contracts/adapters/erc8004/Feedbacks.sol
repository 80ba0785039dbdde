// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IJobMarket} from "../../market/IJobMarket.sol";
import {INodeReputation} from "./INodeReputation.sol";

/// @title What was said of agents, and how it is read
/// @dev Loops only where nothing is written: over clients that the reader lists, and what they gave.
abstract contract Feedbacks is INodeReputation {
    using ShortStrings for ShortString;
    using Strings for string;

    uint8 internal constant MOST_DECIMALS = 18;

    /// @dev Two slots.
    struct Entry {
        int128 value;
        uint8 valueDecimals;
        IJobMarket.JobState state;
        bool revoked;
        uint64 responses;
        ShortString tag1;
    }

    /// @dev What `readAllFeedback` collects.
    struct Page {
        uint256 length;
        address[] clients;
        uint64[] indexes;
        int128[] values;
        uint8[] decimals;
        string[] tag1s;
        string[] tag2s;
        bool[] revoked;
    }

    mapping(uint256 agentId => mapping(address client => uint64)) internal _lastIndexes;
    mapping(uint256 agentId => mapping(address client => mapping(uint64 index => Entry))) internal _entries;
    mapping(
        uint256 agentId => mapping(address client => mapping(uint64 index => mapping(address responder => uint64)))
    ) private _responses;

    /// @inheritdoc INodeReputation
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external {
        Entry storage entry = _entryOf(agentId, msg.sender, feedbackIndex);
        if (entry.revoked) revert NodeReputation_Revoked(agentId, msg.sender, feedbackIndex);

        entry.revoked = true;

        emit FeedbackRevoked(agentId, msg.sender, feedbackIndex);
    }

    /// @inheritdoc INodeReputation
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external {
        ++_entryOf(agentId, clientAddress, feedbackIndex).responses;
        ++_responses[agentId][clientAddress][feedbackIndex][msg.sender];

        emit ResponseAppended(agentId, clientAddress, feedbackIndex, msg.sender, responseURI, responseHash);
    }

    /* VIEWS */

    /// @inheritdoc INodeReputation
    function getSummary(uint256 agentId, address[] calldata clientAddresses, string calldata tag1, string calldata tag2)
        external
        view
        returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals)
    {
        _requireClients(clientAddresses);
        int256 sum;
        for (uint256 i = 0; i < clientAddresses.length; ++i) {
            uint64 last = _lastIndexes[agentId][clientAddresses[i]];
            for (uint64 index = 1; index <= last; ++index) {
                Entry storage entry = _entries[agentId][clientAddresses[i]][index];
                if (entry.revoked || !_matches(entry, tag1, tag2)) continue;
                sum += scaled(entry.value, entry.valueDecimals);
                ++count;
            }
        }
        // No value exceeds 10^20, so neither does their average: 10^38 with its digits.
        summaryValue = count == 0 ? int128(0) : int128(sum / int256(uint256(count)));
        summaryValueDecimals = MOST_DECIMALS;
    }

    /// @inheritdoc INodeReputation
    function readFeedback(uint256 agentId, address clientAddress, uint64 feedbackIndex)
        external
        view
        returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked)
    {
        Entry storage entry = _entryOf(agentId, clientAddress, feedbackIndex);
        return (entry.value, entry.valueDecimals, entry.tag1.toString(), endingOf(entry.state), entry.revoked);
    }

    /// @inheritdoc INodeReputation
    function readAllFeedback(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2,
        bool includeRevoked
    )
        external
        view
        returns (
            address[] memory,
            uint64[] memory,
            int128[] memory,
            uint8[] memory,
            string[] memory,
            string[] memory,
            bool[] memory
        )
    {
        _requireClients(clientAddresses);
        Page memory page;
        // Counted first, then filled.
        for (uint256 round = 0; round < 2; ++round) {
            if (round == 1) _allocate(page);
            for (uint256 i = 0; i < clientAddresses.length; ++i) {
                uint64 last = _lastIndexes[agentId][clientAddresses[i]];
                for (uint64 index = 1; index <= last; ++index) {
                    Entry storage entry = _entries[agentId][clientAddresses[i]][index];
                    if ((entry.revoked && !includeRevoked) || !_matches(entry, tag1, tag2)) continue;
                    if (round == 1) _fill(page, clientAddresses[i], index, entry);
                    ++page.length;
                }
            }
        }
        return (page.clients, page.indexes, page.values, page.decimals, page.tag1s, page.tag2s, page.revoked);
    }

    /// @inheritdoc INodeReputation
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count) {
        if (responders.length == 0) {
            return _entryOf(agentId, clientAddress, feedbackIndex).responses;
        }
        for (uint256 i = 0; i < responders.length; ++i) {
            count += _responses[agentId][clientAddress][feedbackIndex][responders[i]];
        }
    }

    /// @inheritdoc INodeReputation
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64) {
        return _lastIndexes[agentId][clientAddress];
    }

    /// @return What `tag2` says of a job that ended so.
    function endingOf(IJobMarket.JobState state) internal pure returns (string memory) {
        if (state == IJobMarket.JobState.SettledCosigned) return "settled-cosigned";
        if (state == IJobMarket.JobState.SettledSilent) return "settled-silent";
        if (state == IJobMarket.JobState.SettledResolved) return "settled-resolved";
        if (state == IJobMarket.JobState.SettledSplit) return "settled-split";
        if (state == IJobMarket.JobState.RefundedSilent) return "refunded-silent";
        return state == IJobMarket.JobState.RefundedResolved ? "refunded-resolved" : "refunded-equivocation";
    }

    /// @return A value with all its digits behind the point. @param decimals At most as many as there are.
    function scaled(int128 value, uint8 decimals) internal pure returns (int256) {
        return int256(value) * int256(10 ** (MOST_DECIMALS - decimals));
    }

    function _entryOf(uint256 agentId, address client, uint64 index) private view returns (Entry storage) {
        if (index == 0 || index > _lastIndexes[agentId][client]) {
            revert NodeReputation_FeedbackUnknown(agentId, client, index);
        }
        return _entries[agentId][client][index];
    }

    function _matches(Entry storage entry, string calldata tag1, string calldata tag2) private view returns (bool) {
        return (bytes(tag1).length == 0 || entry.tag1.toString().equal(tag1))
            && (bytes(tag2).length == 0 || endingOf(entry.state).equal(tag2));
    }

    function _allocate(Page memory page) private pure {
        uint256 length = page.length;
        page.clients = new address[](length);
        page.indexes = new uint64[](length);
        page.values = new int128[](length);
        page.decimals = new uint8[](length);
        page.tag1s = new string[](length);
        page.tag2s = new string[](length);
        page.revoked = new bool[](length);
        page.length = 0;
    }

    function _fill(Page memory page, address client, uint64 index, Entry storage entry) private view {
        uint256 at = page.length;
        page.clients[at] = client;
        page.indexes[at] = index;
        page.values[at] = entry.value;
        page.decimals[at] = entry.valueDecimals;
        page.tag1s[at] = entry.tag1.toString();
        page.tag2s[at] = endingOf(entry.state);
        page.revoked[at] = entry.revoked;
    }

    function _requireClients(address[] calldata clients) private pure {
        if (clients.length == 0) revert NodeReputation_NoClients();
    }
}
