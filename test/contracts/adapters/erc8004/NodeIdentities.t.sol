// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {INodeIdentities} from "contracts/adapters/erc8004/INodeIdentities.sol";
import {IERC5192} from "contracts/receipts/IERC5192.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../../support/MarketTest.sol";
import {Xml} from "../../support/Xml.sol";

contract NodeIdentitiesTest is MarketTest {
    bytes private constant URL_CHARACTERS =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&()*+,;=%";
    bytes private constant NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";

    INodeIdentities private identities;
    IERC721Metadata private nft;
    uint256 private agentId;

    function setUp() public override {
        super.setUp();
        identities = INodeIdentities(deployCode("NodeIdentities.sol:NodeIdentities", abi.encode(staking)));
        nft = IERC721Metadata(address(identities));
        agentId = uint160(node.addr);
    }

    /* REGISTERING */

    function test_AnybodyRegistersANodeForItsProvider() external {
        vm.expectEmit(address(identities));
        emit IERC721.Transfer(address(0), provider.addr, agentId);
        vm.expectEmit(address(identities));
        emit IERC5192.Locked(agentId);
        vm.expectEmit(true, true, false, false, address(identities));
        emit INodeIdentities.Registered(agentId, "", provider.addr);
        vm.prank(stranger.addr);
        assertEq(identities.register(node.addr), agentId);

        assertEq(nft.ownerOf(agentId), provider.addr);
        assertEq(nft.balanceOf(provider.addr), 1);
        assertEq(identities.getAgentWallet(agentId), payee.addr);
        assertEq(identities.agentIdOf(node.addr), agentId);
        assertTrue(identities.isRegistered(agentId));
        assertTrue(IERC5192(address(identities)).locked(agentId));
    }

    function test_RevertWhen_TheNodeIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(INodeIdentities.NodeIdentities_NodeUnknown.selector, stranger.addr));
        identities.register(stranger.addr);
    }

    function test_RevertWhen_RegisteredTwice() external {
        identities.register(node.addr);
        vm.expectRevert(abi.encodeWithSelector(INodeIdentities.NodeIdentities_Registered.selector, agentId));
        identities.register(node.addr);
    }

    /* CARDS */

    function test_TheProviderShowsAProfile() external {
        setCard(profile(), true);
        assertTrue(identities.isRegistered(agentId));
        string memory json = fileOf(agentId);
        assertEq(vm.parseJsonString(json, ".services[0].name"), "web");
        assertEq(vm.parseJsonString(json, ".services[0].endpoint"), "https://node.example");
        assertTrue(vm.parseJsonBool(json, ".x402Support"));
        assertEq(vm.parseJsonString(json, ".computehive.resourceClass"), "cpu.v1");
        assertEq(vm.parseJsonString(json, ".computehive.region"), "eu-west");
        assertEq(identities.getMetadata(agentId, "endpoint"), "https://node.example");
        assertEq(identities.getMetadata(agentId, "resourceClass"), "cpu.v1");
        assertEq(identities.getMetadata(agentId, "region"), "eu-west");
        assertEq(identities.cardOf(agentId).resourceClass, "cpu.v1");
    }

    function test_AnotherCardReplacesTheOneBefore() external {
        setCard(profile(), true);
        IStaking.NodeProfile memory bare = profile();
        (bare.endpoint, bare.region, bare.resourceClass) = ("", 0, 0);
        setCard(bare, false);
        string memory json = fileOf(agentId);
        assertEq(vm.parseJsonString(json, ".services[0].name"), "agentWallet");
        assertEq(vm.parseJsonString(json, ".computehive.region"), "");
        assertFalse(vm.parseJsonBool(json, ".x402Support"));
    }

    /// @dev The node key signed this profile once; a stranger brings it again after the provider showed another.
    function test_RevertWhen_AStrangerBringsAnOldProfile() external {
        bytes memory signature = sign(node, staking.hashNodeProfile(profile()));
        address[3] memory others = [stranger.addr, node.addr, payee.addr];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(INodeIdentities.NodeIdentities_NotProvider.selector, provider.addr, others[i])
            );
            vm.prank(others[i]);
            identities.setCard(profile(), signature, true);
        }
    }

    /// @dev A provider cannot say of its node what the node key does not say, nor show another provider's node as its own.
    function test_RevertWhen_TheNodeKeyDidNotSign() external {
        IStaking.NodeProfile memory altered = profile();
        altered.endpoint = "https://elsewhere.example";
        bytes memory signature = sign(node, staking.hashNodeProfile(profile()));
        bytes memory reason =
            abi.encodeWithSelector(INodeIdentities.NodeIdentities_NodeSignatureInvalid.selector, node.addr);
        expectCardRefused(altered, signature, reason);
        expectCardRefused(profile(), sign(provider, staking.hashNodeProfile(profile())), reason);
        expectCardRefused(profile(), "", reason);
    }

    function test_RevertWhen_ACardIsForAnUnknownOrARetiredNode() external {
        IStaking.NodeProfile memory unknown = profile();
        unknown.node = stranger.addr;
        expectCardRefused(
            unknown,
            sign(stranger, staking.hashNodeProfile(unknown)),
            abi.encodeWithSelector(INodeIdentities.NodeIdentities_NodeUnknown.selector, stranger.addr)
        );
        vm.prank(provider.addr);
        staking.retireNode(node.addr);
        expectCardRefused(
            profile(),
            sign(node, staking.hashNodeProfile(profile())),
            abi.encodeWithSelector(INodeIdentities.NodeIdentities_NodeRetired.selector, node.addr)
        );
    }

    function test_RevertWhen_TheEndpointIsTooLong() external {
        IStaking.NodeProfile memory long = profile();
        long.endpoint = string(bytes.concat("https://", new bytes(249)));
        expectCardRefused(
            long,
            sign(node, staking.hashNodeProfile(long)),
            abi.encodeWithSelector(INodeIdentities.NodeIdentities_EndpointTooLong.selector, 257)
        );
    }

    /// @dev Every character there is, in each place where a profile has text: in, or refused by name.
    function test_EveryCharacterIsPlainOrRefused() external {
        for (uint256 c = 0; c < 256; ++c) {
            bytes1 character = bytes1(uint8(c));
            IStaking.NodeProfile memory tried = profile();
            tried.endpoint = string(bytes.concat("https://a", character, "b"));
            tryCard(tried, contains(URL_CHARACTERS, character), "endpoint");
            tried = profile();
            tried.region = bytes32(bytes.concat("a", character, "b"));
            tryCard(tried, contains(NAME_CHARACTERS, character), "region");
            tried = profile();
            tried.resourceClass = bytes32(bytes.concat("a", character, "b"));
            tryCard(tried, contains(NAME_CHARACTERS, character), "resourceClass");
        }
    }

    function test_RevertWhen_TheEndpointIsNoWebAddress() external {
        string[5] memory others =
            ["javascript:alert(1)", "data:text/html,x", "https://", "HTTPS://a.example", "a.example"];
        for (uint256 i = 0; i < others.length; ++i) {
            IStaking.NodeProfile memory tried = profile();
            tried.endpoint = others[i];
            tryCard(tried, false, "endpoint");
        }
    }

    function test_RevertWhen_ANameGoesOnAfterItsEnd() external {
        IStaking.NodeProfile memory tried = profile();
        tried.region = bytes32(uint256(1));
        tryCard(tried, false, "region");
        tried.region = "eu-west-of-all-the-regions-there";
        tryCard(tried, true, "region");
    }

    /* THE FILE */

    function test_TheFileIsARegistration() external {
        identities.register(node.addr);
        string memory json = fileOf(agentId);
        string memory chain = string.concat("eip155:", vm.toString(block.chainid), ":");
        assertEq(vm.parseJsonString(json, ".type"), "https://eips.ethereum.org/EIPS/eip-8004#registration-v1");
        assertEq(vm.parseJsonString(json, ".name"), string.concat("ComputeHive node ", lower(node.addr)));
        assertGt(bytes(vm.parseJsonString(json, ".description")).length, 0);
        assertTrue(vm.parseJsonBool(json, ".active"));
        assertFalse(vm.parseJsonBool(json, ".x402Support"));
        assertEq(vm.parseJsonString(json, ".services[0].endpoint"), string.concat(chain, lower(payee.addr)));
        assertEq(vm.parseJsonString(json, ".services[1].name"), "ComputeHive");
        assertEq(vm.parseJsonString(json, ".services[1].endpoint"), string.concat(chain, lower(address(staking))));
        assertEq(vm.parseJsonString(json, ".registrations[0].agentId"), vm.toString(agentId));
        assertEq(
            vm.parseJsonString(json, ".registrations[0].agentRegistry"),
            string.concat(chain, lower(address(identities)))
        );
        assertEq(vm.parseJsonString(json, ".supportedTrust[1]"), "crypto-economic");
        assertEq(vm.parseJsonString(json, ".computehive.provider"), lower(provider.addr));
        bytes memory svg = Base64.decode(vm.split(vm.parseJsonString(json, ".image"), ",")[1]);
        assertTrue(Xml.isElement(string(svg)));
    }

    function test_TheFileFollowsStaking() external {
        setCard(profile(), false);
        vm.startPrank(provider.addr);
        staking.setPaused(node.addr, true);
        staking.setPayee(node.addr, stranger.addr);
        assertFalse(vm.parseJsonBool(fileOf(agentId), ".active"));
        assertEq(identities.getAgentWallet(agentId), stranger.addr);
        staking.setPaused(node.addr, false);
        assertTrue(vm.parseJsonBool(fileOf(agentId), ".active"));
        staking.retireNode(node.addr);
        assertFalse(vm.parseJsonBool(fileOf(agentId), ".active"));
        assertTrue(vm.parseJsonBool(fileOf(agentId), ".computehive.retired"));
    }

    /// @dev Whatever was let in comes out as it was, of any reader of JSON.
    function testFuzz_WhatWasLetInIsReadAsItWas(bytes memory endpoint, bytes32 region, bytes32 resourceClass) external {
        IStaking.NodeProfile memory tried = profile();
        tried.endpoint = string(bytes.concat("https://a", fold(endpoint, URL_CHARACTERS, 200)));
        bytes memory regionText = fold(abi.encodePacked(region), NAME_CHARACTERS, uint8(region[0]) % 33);
        bytes memory classText = fold(abi.encodePacked(resourceClass), NAME_CHARACTERS, uint8(resourceClass[1]) % 33);
        (tried.region, tried.resourceClass) = (bytes32(regionText), bytes32(classText));
        setCard(tried, true);
        string memory json = fileOf(agentId);
        assertEq(vm.parseJsonString(json, ".services[0].endpoint"), tried.endpoint);
        assertEq(vm.parseJsonString(json, ".computehive.region"), string(regionText));
        assertEq(vm.parseJsonString(json, ".computehive.resourceClass"), string(classText));
    }

    /* VIEWS */

    function test_OnlyWhoProfitsIsAuthorized() external {
        identities.register(node.addr);
        assertTrue(identities.isAuthorizedOrOwner(provider.addr, agentId));
        assertTrue(identities.isAuthorizedOrOwner(payee.addr, agentId));
        assertTrue(identities.isAuthorizedOrOwner(node.addr, agentId));
        assertFalse(identities.isAuthorizedOrOwner(buyer.addr, agentId));
        assertFalse(identities.isAuthorizedOrOwner(address(0), agentId));
    }

    function test_MetadataAreTheStandards() external {
        identities.register(node.addr);
        assertEq(identities.getMetadata(agentId, "agentWallet"), abi.encodePacked(payee.addr));
        assertEq(identities.getMetadata(agentId, "provider"), abi.encodePacked(provider.addr));
        assertEq(identities.getMetadata(agentId, "anything"), "");
        assertEq(nft.name(), "ComputeHive Node");
        assertEq(nft.symbol(), "HIVENODE");
        assertEq(identities.staking(), address(staking));
        bytes4[4] memory ids = [bytes4(0x01ffc9a7), bytes4(0x80ac58cd), bytes4(0x5b5e139f), bytes4(0xb45a3c0e)];
        for (uint256 i = 0; i < ids.length; ++i) {
            assertTrue(IERC165(address(identities)).supportsInterface(ids[i]));
        }
    }

    /// @dev An id beyond the addresses is no node's, though its low bits are.
    function test_RevertWhen_TheAgentIsNotRegistered() external {
        identities.register(node.addr);
        uint256[2] memory ids = [uint256(uint160(stranger.addr)), agentId | (1 << 160)];
        for (uint256 i = 0; i < ids.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, ids[i]);
            vm.expectRevert(reason);
            nft.tokenURI(ids[i]);
            vm.expectRevert(reason);
            identities.getAgentWallet(ids[i]);
            vm.expectRevert(reason);
            identities.getMetadata(ids[i], "region");
            vm.expectRevert(reason);
            identities.isAuthorizedOrOwner(provider.addr, ids[i]);
            vm.expectRevert(reason);
            identities.cardOf(ids[i]);
            vm.expectRevert(reason);
            IERC5192(address(identities)).locked(ids[i]);
        }
    }

    function test_RevertWhen_TransferredOrApproved() external {
        identities.register(node.addr);
        vm.startPrank(provider.addr);
        vm.expectRevert(INodeIdentities.NodeIdentities_NotTransferable.selector);
        nft.transferFrom(provider.addr, stranger.addr, agentId);
        vm.expectRevert(INodeIdentities.NodeIdentities_NotTransferable.selector);
        nft.safeTransferFrom(provider.addr, stranger.addr, agentId);
        vm.expectRevert(INodeIdentities.NodeIdentities_NotTransferable.selector);
        nft.safeTransferFrom(provider.addr, stranger.addr, agentId, "data");
        vm.expectRevert(INodeIdentities.NodeIdentities_NotTransferable.selector);
        nft.approve(stranger.addr, agentId);
        vm.expectRevert(INodeIdentities.NodeIdentities_NotTransferable.selector);
        nft.setApprovalForAll(stranger.addr, true);
        assertEq(nft.ownerOf(agentId), provider.addr);
    }

    /* STEPS */

    function setCard(IStaking.NodeProfile memory shown, bool x402Support) private {
        bytes memory signature = sign(node, staking.hashNodeProfile(shown));
        vm.prank(provider.addr);
        identities.setCard(shown, signature, x402Support);
    }

    function tryCard(IStaking.NodeProfile memory tried, bool allowed, bytes32 member) private {
        if (allowed) return setCard(tried, false);
        expectCardRefused(
            tried,
            sign(node, staking.hashNodeProfile(tried)),
            abi.encodeWithSelector(INodeIdentities.NodeIdentities_TextInvalid.selector, member)
        );
    }

    function expectCardRefused(IStaking.NodeProfile memory tried, bytes memory signature, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(provider.addr);
        identities.setCard(tried, signature, true);
    }

    function fileOf(uint256 id) private view returns (string memory) {
        string[] memory parts = vm.split(nft.tokenURI(id), ",");
        assertEq(parts[0], "data:application/json;base64");
        return string(Base64.decode(parts[1]));
    }

    function lower(address place) private pure returns (string memory) {
        return vm.toLowercase(vm.toString(place));
    }

    function contains(bytes memory set, bytes1 character) private pure returns (bool) {
        for (uint256 i = 0; i < set.length; ++i) {
            if (set[i] == character) return true;
        }
        return false;
    }

    /// @dev Any bytes as characters of a set.
    function fold(bytes memory source, bytes memory set, uint256 longest) private pure returns (bytes memory text) {
        text = new bytes(source.length < longest ? source.length : longest);
        for (uint256 i = 0; i < text.length; ++i) {
            text[i] = set[uint8(source[i]) % set.length];
        }
    }
}
