import { instructionCost, MERGE } from "../costs.ts";
import { Op } from "../opcodes.ts";
import type { Body } from "./decode.ts";
import type { Structure } from "./structure.ts";

/** Where a function pays, and how. */
export interface Charges {
  /** Fuel to charge before instruction i. */
  before: Map<number, Charge>;
  /** Before these instructions, a slice that may be open is returned. */
  settleBefore: Set<number>;
  /** These conditional branches leave a sliced loop for an outer loop, and return the slice on their way. */
  settleOnBranch: Set<number>;
  /** A slice may be open where the function ends. */
  settleAtEnd: boolean;
}

export interface Charge {
  cost: number;
  /** Execution stops here where the fuel is used up. */
  tested: boolean;
  /** The charge is paid out of the slice of a loop. */
  sliced: boolean;
}

/** What the calls of one module cost beyond the instruction itself. */
export interface CallCosts {
  direct(functionIndex: number): number;
  indirect: number;
}

/**
 * Places a function's charges. A stretch of straight code is charged at its beginning; a short stretch that may or may
 * not run is charged in advance with the stretch that leads to it (within {@link MERGE}), never across a loop's head.
 */
export function placeCharges(body: Body, structure: Structure, calls: CallCosts): Charges {
  const placer = new ChargePlacer(body, structure, calls);
  placer.run();
  return placer.charges;
}

interface Frame {
  isLoop: boolean;
  anchor: Charge & Spare;
  sliced: boolean;
  opensSlice: boolean;
  /** A branch out of a sliced loop ends where this block ends. */
  receivesSlice: boolean;
}

interface Spare {
  /** How much conditional cost this charge may still take up. */
  spare: number;
}

class ChargePlacer {
  readonly charges: Charges = {
    before: new Map(),
    settleBefore: new Set(),
    settleOnBranch: new Set(),
    settleAtEnd: false,
  };
  private readonly body: Body;
  private readonly structure: Structure;
  private readonly calls: CallCosts;
  private readonly frames: Frame[] = [];
  private anchor: Charge & Spare;
  private sliced = false;
  private stretchStart = 0;
  private stretchCost = 0;
  /** The stretch runs whenever its anchor does. */
  private certain = true;

  constructor(body: Body, structure: Structure, calls: CallCosts) {
    this.body = body;
    this.structure = structure;
    this.calls = calls;
    this.anchor = this.addCharge(0, !structure.leaf);
    this.frames.push({ isLoop: false, anchor: this.anchor, sliced: false, opensSlice: false, receivesSlice: false });
  }

  run(): void {
    for (let at = 0; at < this.body.count; at++) {
      const code = this.body.code[at] as number;
      this.stretchCost += instructionCost(code) + this.callCost(code, at);
      this.visit(code, at);
    }
    this.close();
    for (const [at, charge] of this.charges.before) {
      if (charge.cost === 0 && !charge.tested) this.charges.before.delete(at);
      else charge.cost = Math.max(charge.cost, 1);
    }
  }

  private visit(code: number, at: number): void {
    switch (code) {
      case Op.block:
        this.pushFrame(false, false);
        break;
      case Op.loop:
        this.enterLoop(at);
        break;
      case Op.if:
        this.close();
        this.pushFrame(false, false);
        this.openStretch(at + 1);
        break;
      case Op.else:
        this.close();
        this.anchor = this.top().anchor;
        this.openStretch(at + 1);
        break;
      case Op.end:
        this.leaveFrame(at);
        break;
      case Op.br:
      case Op.brIf:
      case Op.brTable:
      case Op.return:
        this.branch(code, at);
        this.openStretch(at + 1);
        break;
      case Op.unreachable:
        this.openStretch(at + 1);
        break;
      default:
    }
  }

  private callCost(code: number, at: number): number {
    if (code === Op.call) return this.calls.direct(this.body.immediate[at] as number);
    return code === Op.callIndirect ? this.calls.indirect : 0;
  }

  private pushFrame(isLoop: boolean, opensSlice: boolean): void {
    const { anchor, sliced } = this;
    this.frames.push({ isLoop, anchor, sliced, opensSlice, receivesSlice: false });
  }

  private enterLoop(at: number): void {
    this.close();
    const opensSlice = this.structure.slicedLoops.has(at);
    this.pushFrame(true, opensSlice);
    this.sliced ||= opensSlice;
    this.anchor = this.addCharge(at + 1, true);
    this.openStretch(at + 1);
    this.certain = true;
  }

  private leaveFrame(at: number): void {
    this.close();
    const frame = this.frames.pop();
    if (frame === undefined || this.frames.length === 0) return;
    this.anchor = frame.anchor;
    this.sliced = frame.sliced;
    if (frame.opensSlice || frame.receivesSlice) this.charges.settleBefore.add(at + 1);
    this.openStretch(at + 1);
  }

  /** Ends the current stretch, and begins the next one, which may or may not run. */
  private openStretch(at: number): void {
    this.close();
    this.stretchStart = at;
  }

  private close(): void {
    const cost = this.stretchCost;
    const conditional = !this.certain;
    this.stretchCost = 0;
    this.certain = false;
    if (cost === 0) return;
    if (!conditional) {
      this.anchor.cost += cost;
    } else if (cost <= MERGE.stretch && cost <= this.anchor.spare) {
      this.anchor.cost += cost;
      this.anchor.spare -= cost;
    } else {
      this.anchor = this.addCharge(this.stretchStart, false);
      this.anchor.cost = cost;
    }
  }

  private addCharge(at: number, tested: boolean): Charge & Spare {
    const charge = { cost: 0, tested, sliced: this.sliced, spare: MERGE.budget };
    this.charges.before.set(at, charge);
    return charge;
  }

  private branch(code: number, at: number): void {
    if (!this.sliced) return;
    if (code === Op.return) {
      this.charges.settleAtEnd = true;
      return;
    }
    const labels = code === Op.brTable ? (this.body.labels.get(at) ?? []) : [this.body.immediate[at] as number];
    for (const label of labels) this.exitTo(this.frames.length - 1 - label, code, at);
  }

  private exitTo(index: number, code: number, at: number): void {
    const target = this.frames[index] as Frame;
    // Inside the sliced loop (or back to its head), the slice stays open.
    if (target.sliced || target.opensSlice) return;
    if (index === 0) this.charges.settleAtEnd = true;
    else if (!target.isLoop) target.receivesSlice = true;
    else if (code === Op.br) this.charges.settleBefore.add(at);
    else this.charges.settleOnBranch.add(at);
  }

  private top(): Frame {
    return this.frames[this.frames.length - 1] as Frame;
  }
}
