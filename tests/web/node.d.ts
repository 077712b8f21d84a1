/** What the tests use of node, as far as they say: its own types would be one more package. */
declare module "node:test" {
  /** A clock that is turned by hand, until the test is over. */
  export interface Context {
    mock: {
      timers: { enable(what: { apis: string[] }): void; tick(milliseconds: number): void };
      /** Another function in an object's place, until the test is over. */
      method(object: object, name: string, instead: (...given: any[]) => unknown): void;
    };
  }
  export function test(name: string, run: (context: Context) => void | Promise<void>): void;
  export function beforeEach(run: () => void): void;
  export default test;
}
declare module "node:assert/strict" {
  const assert: any;
  export default assert;
}
declare module "node:fs" {
  export function readFileSync(file: number | URL, encoding: "utf8"): string;
}
declare const Buffer: {
  from(text: string, encoding: "base64"): ArrayLike<number>;
  from(bytes: string | ArrayBuffer): { toString(encoding: "base64url"): string };
};
declare module "node:path" {
  export const posix: { join(...parts: string[]): string; dirname(path: string): string };
}
declare module "node:vm" {
  export class SourceTextModule {
    constructor(source: string, options: { identifier: string });
    identifier: string;
    status: string;
    namespace: object;
    link(find: (path: string, from: SourceTextModule) => SourceTextModule | undefined): Promise<void>;
  }
}
