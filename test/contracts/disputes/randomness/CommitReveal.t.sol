// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ICommitRevealRandomness} from "contracts/disputes/randomness/ICommitRevealRandomness.sol";
import {IRandomness} from "contracts/disputes/randomness/IRandomness.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {Deployed} from "../../support/Deployed.sol";

contract CommitRevealRandomnessTest is Deployed {
    uint96 private constant DEPOSIT = 10e6;
    uint32 private constant COMMIT_TIME = 100;
    uint32 private constant REVEAL_TIME = 50;

    ICommitRevealRandomness private randomness;
    uint256 private ticket;

    function setUp() public override {
        super.setUp();
        randomness = deployRandomness(DEPOSIT, COMMIT_TIME, REVEAL_TIME);
        join(buyer.addr);
        join(provider.addr);
        join(stranger.addr);
        ticket = randomness.request();
    }

    function test_NamesItself() external view {
        assertEq(randomness.escrow(), address(escrow));
        assertEq(randomness.token(), address(dollar));
        assertEq(randomness.deposit(), DEPOSIT);
        assertEq(randomness.commitTime(), COMMIT_TIME);
        assertEq(randomness.revealTime(), REVEAL_TIME);
    }

    function test_EachRequestIsARoundOfItsOwn() external {
        vm.expectEmit(address(randomness));
        emit IRandomness.Requested(ticket + 1, address(this));
        assertEq(randomness.request(), ticket + 1);
        ICommitRevealRandomness.Round memory round = randomness.roundOf(ticket);
        assertEq(round.commitBy, clock() + COMMIT_TIME);
        assertEq(round.revealBy, clock() + COMMIT_TIME + REVEAL_TIME);
        assertEq(randomness.seedOf(ticket), 0);
    }

    function test_TheSeedIsMadeOfAllSecrets() external {
        bytes32 commitment = randomness.secretCommitment(ticket, buyer.addr, "a");
        vm.expectEmit(address(randomness));
        emit ICommitRevealRandomness.SecretCommitted(ticket, buyer.addr, commitment);
        commit(buyer.addr, "a");
        commit(provider.addr, "b");
        vm.warp(clock() + COMMIT_TIME + 1);
        assertEq(randomness.seedOf(ticket), 0);
        vm.expectEmit(address(randomness));
        emit ICommitRevealRandomness.SecretRevealed(ticket, buyer.addr, "a");
        reveal(buyer.addr, "a");
        assertEq(randomness.seedOf(ticket), 0);
        reveal(provider.addr, "b");
        bytes32 mix =
            keccak256(abi.encode(buyer.addr, bytes32("a"))) ^ keccak256(abi.encode(provider.addr, bytes32("b")));
        assertEq(randomness.seedOf(ticket), keccak256(abi.encode(ticket, mix)));
        assertEq(freeOf(buyer.addr), DEPOSIT);
        assertBooks();
    }

    function test_OneWhoRevealsIsEnough() external {
        commit(buyer.addr, "a");
        commit(provider.addr, "b");
        vm.warp(clock() + COMMIT_TIME + 1);
        reveal(buyer.addr, "a");
        vm.warp(clock() + REVEAL_TIME - 1);
        assertEq(randomness.seedOf(ticket), 0);
        vm.warp(clock() + 1);
        assertTrue(randomness.seedOf(ticket) != 0);
        assertEq(freeOf(provider.addr), 0);
        assertEq(freeOf(address(randomness)), DEPOSIT);
        assertBooks();
    }

    function test_NobodyRevealsNoSeed() external {
        commit(buyer.addr, "a");
        vm.warp(clock() + COMMIT_TIME + REVEAL_TIME + 1);
        assertEq(randomness.seedOf(ticket), 0);
        assertEq(randomness.seedOf(randomness.request()), 0);
        assertEq(randomness.seedOf(99), 0);
    }

    /// @dev What the form does not defend against, as its interface says: one bit for one deposit.
    function test_TheLastToRevealChoosesBetweenTwoAtThePriceOfItsDeposit() external {
        commit(buyer.addr, "a");
        commit(stranger.addr, "b");
        vm.warp(clock() + COMMIT_TIME + 1);
        reveal(buyer.addr, "a");
        uint256 before = vm.snapshotState();
        reveal(stranger.addr, "b");
        bytes32 withIt = randomness.seedOf(ticket);
        vm.revertToState(before);
        vm.warp(clock() + REVEAL_TIME);
        assertTrue(randomness.seedOf(ticket) != withIt);
        assertEq(freeOf(stranger.addr), 0);
    }

    /// @dev Whoever copies a commitment cannot reveal it, and so can neither cancel nor mirror a secret.
    function test_ACopiedCommitmentCannotBeRevealed() external {
        bytes32 commitment = randomness.secretCommitment(ticket, buyer.addr, "a");
        vm.prank(buyer.addr);
        randomness.commit(ticket, commitment, 0);
        vm.prank(stranger.addr);
        randomness.commit(ticket, commitment, 0);
        vm.warp(clock() + COMMIT_TIME + 1);
        reveal(buyer.addr, "a");
        vm.expectRevert(
            abi.encodeWithSelector(ICommitRevealRandomness.Randomness_WrongSecret.selector, ticket, stranger.addr)
        );
        reveal(stranger.addr, "a");
    }

    function test_EqualSecretsDoNotCancelEachOther() external {
        commit(buyer.addr, "a");
        commit(provider.addr, "a");
        vm.warp(clock() + COMMIT_TIME + 1);
        reveal(buyer.addr, "a");
        reveal(provider.addr, "a");
        assertTrue(randomness.roundOf(ticket).mix != 0);
    }

    function test_RevertWhen_CommittingTooLate() external {
        uint40 commitBy = clock() + COMMIT_TIME;
        vm.warp(commitBy);
        commit(buyer.addr, "a");
        vm.warp(commitBy + 1);
        bytes32 commitment = randomness.secretCommitment(ticket, provider.addr, "b");
        vm.expectRevert(
            abi.encodeWithSelector(ICommitRevealRandomness.Randomness_CommitTooLate.selector, ticket, commitBy)
        );
        vm.prank(provider.addr);
        randomness.commit(ticket, commitment, 0);
    }

    function test_RevertWhen_TheTicketIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(ICommitRevealRandomness.Randomness_CommitTooLate.selector, 99, 0));
        randomness.commit(99, "x", 0);
    }

    function test_RevertWhen_TheCommitmentIsZero() external {
        vm.expectRevert(ICommitRevealRandomness.Randomness_CommitmentZero.selector);
        randomness.commit(ticket, 0, 0);
    }

    function test_RevertWhen_CommittedTwice() external {
        commit(buyer.addr, "a");
        vm.expectRevert(
            abi.encodeWithSelector(ICommitRevealRandomness.Randomness_AlreadyCommitted.selector, ticket, buyer.addr)
        );
        vm.prank(buyer.addr);
        randomness.commit(ticket, "x", 0);
    }

    function test_RevertWhen_TheDepositIsNotThere() external {
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, payee.addr, address(randomness), 0)
        );
        vm.prank(payee.addr);
        randomness.commit(ticket, "x", 0);
    }

    function test_RevertWhen_RevealingOutOfTime() external {
        commit(buyer.addr, "a");
        uint40 commitBy = clock() + COMMIT_TIME;
        vm.warp(commitBy);
        vm.expectRevert(
            abi.encodeWithSelector(ICommitRevealRandomness.Randomness_RevealTooEarly.selector, ticket, commitBy)
        );
        reveal(buyer.addr, "a");
        vm.warp(commitBy + REVEAL_TIME + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommitRevealRandomness.Randomness_RevealTooLate.selector, ticket, commitBy + REVEAL_TIME
            )
        );
        reveal(buyer.addr, "a");
    }

    function test_RevertWhen_RevealingTwiceOrSomethingElse() external {
        commit(buyer.addr, "a");
        vm.warp(clock() + COMMIT_TIME + 1);
        bytes memory expected =
            abi.encodeWithSelector(ICommitRevealRandomness.Randomness_WrongSecret.selector, ticket, buyer.addr);
        vm.expectRevert(expected);
        reveal(buyer.addr, "b");
        reveal(buyer.addr, "a");
        vm.expectRevert(expected);
        reveal(buyer.addr, "a");
    }

    function test_RevertWhen_AParameterIsOutOfRange() external {
        expectOutOfRange("deposit", 1, type(uint96).max, 0);
        deployRandomness(0, 1, 1);
        expectOutOfRange("commitTime", 1, 7 days, 0);
        deployRandomness(1, 0, 1);
        expectOutOfRange("revealTime", 1, 7 days, 7 days + 1);
        deployRandomness(1, 1, 7 days + 1);
    }

    function expectOutOfRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommitRevealRandomness.Randomness_ParameterOutOfRange.selector, parameter, lowest, highest, given
            )
        );
    }

    function deployRandomness(uint96 deposit, uint32 commitTime, uint32 revealTime)
        private
        returns (ICommitRevealRandomness made)
    {
        bytes memory code = abi.encodePacked(
            vm.getCode("CommitRevealRandomness.sol:CommitRevealRandomness"),
            abi.encode(escrow, dollar, deposit, commitTime, revealTime)
        );
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
    }

    function join(address participant) private {
        fund(participant, DEPOSIT);
        allow(participant, address(randomness));
    }

    function commit(address participant, bytes32 secret) private {
        bytes32 commitment = randomness.secretCommitment(ticket, participant, secret);
        vm.prank(participant);
        randomness.commit(ticket, commitment, 0);
    }

    function reveal(address participant, bytes32 secret) private {
        vm.prank(participant);
        randomness.reveal(ticket, secret);
    }

    function assertBooks() private view {
        assertEq(freeOf(address(randomness)), DEPOSIT * randomness.unrevealed());
    }
}
