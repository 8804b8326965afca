/** Calls `frame` once per screen refresh, but only while somebody can see it move. */
export interface FrameLoop {
  /** Whether the picture moves at all. */
  setMoving(moving: boolean): void;
  /** Whether the picture is within the window. */
  setOnScreen(onScreen: boolean): void;
}

/**
 * @param frame gets the wall time since the frame before, ms; 0 for the first frame after a rest
 */
export function createFrameLoop(frame: (wallMs: number) => void): FrameLoop {
  const wanted = { moving: false, onScreen: true };
  let request = 0;
  let last = -1;

  const tick = (now: number): void => {
    request = requestAnimationFrame(tick);
    const wallMs = last < 0 ? 0 : now - last;
    last = now;
    frame(wallMs);
  };
  const update = (): void => {
    const run = wanted.moving && wanted.onScreen && !document.hidden;
    if (run && request === 0) {
      last = -1;
      request = requestAnimationFrame(tick);
    } else if (!run && request !== 0) {
      cancelAnimationFrame(request);
      request = 0;
    }
  };
  document.addEventListener("visibilitychange", update);

  return {
    setMoving(moving) {
      wanted.moving = moving;
      update();
    },
    setOnScreen(onScreen) {
      wanted.onScreen = onScreen;
      update();
    },
  };
}
