// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IStaking} from "../../staking/IStaking.sol";
import {INodeIdentities} from "./INodeIdentities.sol";
import {PlainText} from "./PlainText.sol";

/// @title The registration file of a node, as ERC-8004 describes it
/// @notice Every word is the contract's own, a number, an address, or text that PlainText let in: nothing can end a string early.
library RegistrationFile {
    using Strings for uint256;

    string private constant HEAD =
        '{"type":"https://eips.ethereum.org/EIPS/eip-8004#registration-v1","name":"ComputeHive node ';
    string private constant DESCRIPTION = '","description":"A node that sells compute on ComputeHive. Jobs are paid through an escrow, work is stated in receipts '
        'that anybody can check, and its provider stakes for it.","image":"data:image/svg+xml;base64,';
    string private constant PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 120" role="img" aria-label="ComputeHive node">'
        '<rect width="420" height="120" rx="18" fill="#16181d"/><g font-family="ui-monospace,monospace" font-size="14" fill="#f3f4f7">'
        '<text x="28" y="50">ComputeHive node</text><text x="28" y="82">';

    /// @param identities, staking The registries that list the node.
    function uri(
        address node,
        IStaking.Node memory facts,
        INodeIdentities.Card memory card,
        address identities,
        address staking
    ) internal view returns (string memory) {
        string memory json = string.concat(
            HEAD,
            _hex(node),
            DESCRIPTION,
            _image(node),
            '","services":[',
            _services(facts.payee, card.endpoint, staking),
            '],"x402Support":',
            _bool(card.x402Support),
            ',"active":',
            _bool(!facts.paused && !facts.retired),
            ',"registrations":[{"agentId":"',
            uint256(uint160(node)).toString(),
            '","agentRegistry":"',
            _account(identities),
            '"}],"supportedTrust":["reputation","crypto-economic"],"computehive":',
            _link(node, facts, card, staking),
            "}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function _services(address payee, string memory endpoint, address staking) private view returns (string memory) {
        return string.concat(
            bytes(endpoint).length == 0 ? "" : string.concat('{"name":"web","endpoint":"', endpoint, '"},'),
            '{"name":"agentWallet","endpoint":"',
            _account(payee),
            '"},{"name":"ComputeHive","endpoint":"',
            _account(staking),
            '","version":"1"}'
        );
    }

    /// @dev What a program needs to find the node in ComputeHive's own registry.
    function _link(address node, IStaking.Node memory facts, INodeIdentities.Card memory card, address staking)
        private
        view
        returns (string memory)
    {
        return string.concat(
            '{"registry":"',
            _account(staking),
            '","node":"',
            _hex(node),
            '","provider":"',
            _hex(facts.provider),
            '","resourceClass":"',
            PlainText.textOf(card.resourceClass),
            '","region":"',
            PlainText.textOf(card.region),
            '","retired":',
            _bool(facts.retired),
            "}"
        );
    }

    function _image(address node) private pure returns (string memory) {
        return Base64.encode(bytes(string.concat(PICTURE, _hex(node), "</text></g></svg>")));
    }

    /// @dev CAIP-10: an address with its chain.
    function _account(address place) private view returns (string memory) {
        return string.concat("eip155:", block.chainid.toString(), ":", _hex(place));
    }

    function _hex(address place) private pure returns (string memory) {
        return Strings.toHexString(abi.encodePacked(place));
    }

    function _bool(bool value) private pure returns (string memory) {
        return value ? "true" : "false";
    }
}
