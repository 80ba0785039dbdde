import { handle } from "../handle.ts";

/** Nothing follows from them but the record: the escrow's own events say what counts. */
handle("testDollar:Transfer");
handle("testDollar:Approval");
handle("testDollar:AuthorizationUsed");
handle("testDollar:AuthorizationCanceled");
handle("testDollar:Dripped");
handle("testDollar:EIP712DomainChanged");
