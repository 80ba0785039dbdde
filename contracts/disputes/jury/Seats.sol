// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {IEscrow} from "../../escrow/IEscrow.sol";
import {IJury} from "./IJury.sol";

/// @title Seats, and the pool as it stood at any moment
/// @dev The pool is a row without gaps; every change of a place is written down with its time, so that a draw looks at the row as it stood
/// before its case, whoever has come and gone since.
abstract contract Seats is IJury {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev Two slots. `place` is the place in the pool, counted from 1; zero out of the pool.
    struct SeatRecord {
        address owner;
        uint96 money;
        uint32 place;
        uint40 thawedAt;
        uint32 duties;
    }

    uint256 private constant WHOLE = 10_000;

    IEscrow internal immutable _escrow;
    /// @inheritdoc IJury
    address public immutable token;
    uint96 internal immutable _seatPrice;
    uint32 internal immutable _seasonTime;
    uint32 internal immutable _thawTime;

    /// @inheritdoc IJury
    uint256 public staked;
    /// @inheritdoc IJury
    uint256 public kept;

    uint64 private _lastSeat;

    mapping(uint64 seat => SeatRecord) private _seats;

    Checkpoints.Trace208 private _size;
    mapping(uint256 place => Checkpoints.Trace208 seats) private _pool;

    constructor(IEscrow escrow_, address token_, uint96 seatPrice, uint32 seasonTime, uint32 thawTime) {
        _escrow = escrow_;
        token = token_;
        _seatPrice = seatPrice;
        _seasonTime = seasonTime;
        _thawTime = thawTime;
    }

    /// @inheritdoc IJury
    function buySeat(uint24 epoch) external returns (uint64 seat) {
        seat = ++_lastSeat;
        uint32 place = uint32(poolSize()) + 1;
        _seats[seat] = SeatRecord({owner: msg.sender, money: _seatPrice, place: place, thawedAt: 0, duties: 0});
        _setPlace(place, seat);
        _setSize(place);
        staked += _seatPrice;

        emit SeatBought(seat, msg.sender);
        _escrow.draw(msg.sender, token, _seatPrice, epoch);
    }

    /// @inheritdoc IJury
    function giveUpSeat(uint64 seat) external {
        _requireSeatOwner(seat);
        if (_seats[seat].place == 0) revert Jury_NotInPool(seat);

        _leavePool(seat);
    }

    /// @inheritdoc IJury
    function withdrawSeat(uint64 seat) external {
        _requireSeatOwner(seat);
        SeatRecord storage record = _seats[seat];
        if (record.place != 0) revert Jury_StillInPool(seat);
        if (block.timestamp < record.thawedAt) revert Jury_StillThawing(seat, record.thawedAt);
        if (record.duties != 0) revert Jury_OnDuty(seat, record.duties);

        uint96 amount = record.money;
        delete _seats[seat];
        staked -= amount;

        emit SeatWithdrawn(seat, msg.sender, amount);
        _escrow.move(token, msg.sender, amount);
    }

    /// @inheritdoc IJury
    function seatOf(uint64 seat) external view returns (Seat memory) {
        SeatRecord storage record = _seats[seat];
        return Seat({
            owner: record.owner,
            money: record.money,
            inPool: record.place != 0,
            thawedAt: record.thawedAt,
            duties: record.duties
        });
    }

    /// @inheritdoc IJury
    function poolSize() public view returns (uint256) {
        return _size.latest();
    }

    /// @inheritdoc IJury
    function seasonedSeats() public view returns (uint256) {
        return _size.upperLookupRecent(_snapshotOf(uint40(block.timestamp)));
    }

    /* INTERNALS */

    function _ownerOf(uint64 seat) internal view returns (address) {
        return _seats[seat].owner;
    }

    /// @dev The seat at `position` (from 0) of the row that a case opened at `openedAt` draws from; it is given a duty.
    function _summon(uint256 position, uint40 openedAt) internal returns (uint64 seat) {
        seat = uint64(_pool[position + 1].upperLookupRecent(_snapshotOf(openedAt)));
        ++_seats[seat].duties;
    }

    function _dismiss(uint64 seat) internal {
        --_seats[seat].duties;
    }

    /// @dev Takes a part of the price, at most what is left. The pool holds whole seats only, so the seat leaves it.
    function _penalise(uint64 seat, uint16 basisPoints) internal {
        SeatRecord storage record = _seats[seat];
        uint96 penalty = uint96(uint256(_seatPrice) * basisPoints / WHOLE);
        if (penalty > record.money) penalty = record.money;
        record.money -= penalty;
        staked -= penalty;
        kept += penalty;

        emit SeatPenalised(seat, record.owner, penalty, record.money);
        if (record.place != 0) _leavePool(seat);
    }

    function _keep(uint256 amount) internal {
        kept += amount;
    }

    /// @dev The last of the row takes the place that becomes free.
    function _leavePool(uint64 seat) private {
        SeatRecord storage record = _seats[seat];
        uint32 size = uint32(poolSize());
        (uint32 place, uint64 last) = (record.place, uint64(_pool[size].latest()));
        uint40 thawedAt = uint40(block.timestamp) + _thawTime;
        _seats[last].place = place;
        _setPlace(place, last);
        _setSize(size - 1);
        // After the move, which may be the seat's own.
        record.place = 0;
        record.thawedAt = thawedAt;

        emit SeatGivenUp(seat, record.owner, thawedAt);
    }

    function _setPlace(uint32 place, uint64 seat) private {
        _pool[place].push(uint48(block.timestamp), seat);
    }

    function _setSize(uint32 size) private {
        _size.push(uint48(block.timestamp), size);
    }

    /// @dev Last second whose row counts for a case; a row that changes in the second of the opening does not.
    function _snapshotOf(uint40 openedAt) private view returns (uint48) {
        return openedAt - _seasonTime;
    }

    function _requireSeatOwner(uint64 seat) private view {
        address owner = _seats[seat].owner;
        if (msg.sender != owner) revert Jury_NotSeatOwner(seat, owner, msg.sender);
    }
}
