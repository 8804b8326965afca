/**
 * One generator of `seedrandom`, imported by its own path so that a bundle holds it alone. The file is CommonJS:
 * its `module.exports` is the default import in Node and in a bundle alike.
 */
declare module "seedrandom/lib/tychei.js" {
  export interface TycheiState {
    readonly a: number;
    readonly b: number;
    readonly c: number;
    readonly d: number;
  }
  export interface TycheiGenerator {
    int32(): number;
    state(): TycheiState;
  }
  export default function tychei(seed: string, options: { readonly state: true }): TycheiGenerator;
}
