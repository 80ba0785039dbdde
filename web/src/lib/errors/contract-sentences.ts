import type { explainContractError } from "@computehive/protocol/contract-errors";

type Sentences = typeof explainContractError;

let loaded: Sentences | undefined;
let loading: Promise<Sentences> | undefined;

/** Fetches the sentences for the contracts' errors with all ABIs: no part of a first picture, needed when something fails. */
export function loadContractSentences(): Promise<Sentences> {
  loading ??= import("@computehive/protocol/contract-errors").then((module) => {
    loaded = module.explainContractError;
    return loaded;
  });
  return loading;
}

/** Nothing until they were fetched. */
export function contractSentences(): Sentences | undefined {
  return loaded;
}
