import { type Bug, bug } from "../falsify/bug.ts";

export const proofFaults: readonly Bug[] = [];
