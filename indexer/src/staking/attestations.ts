import { handle } from "../handle.ts";

/** Kept as they are said: policies ask the chain whose word counts now. */
handle("attestations:Attested");
handle("attestations:AttestationsRevoked");
handle("attesterPolicies:PolicyCreated");
