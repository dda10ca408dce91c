/** What a page felt of the guide while it ran. Milliseconds. */
export interface GuideRun {
  /** Frames that were looked at. */
  readonly looks: number;
  readonly elapsed: number;
  /** Between two frames that the page could draw. */
  readonly gaps: number[];
  /** Tasks of more than 50 ms (W3C Long Tasks), in which a touch is not answered. */
  readonly long: number[];
}
export type Where = 'thread' | 'page' | 'nothing';

export interface GuideBench {
  /** `thread`: the product's guide; `page`: the same model on the page's own thread; `nothing`: the camera alone. */
  run(where: Where, seconds: number): Promise<GuideRun>;
}
