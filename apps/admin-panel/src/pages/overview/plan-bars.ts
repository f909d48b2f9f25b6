export interface HourCount {
  hour: string;
  count: number;
}

export interface Bar extends HourCount {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BarPlan {
  bars: Bar[];
  /** The value at the top of the axis: a round number not below the highest count. */
  top: number;
}

/** Places one bar per hour in an area of `width` × `height`, a fifth of each slot left free between bars. */
export function planBars(hours: readonly HourCount[], area: { width: number; height: number }): BarPlan {
  const top = roundUp(Math.max(1, ...hours.map((hour) => hour.count)));
  const slot = hours.length === 0 ? 0 : area.width / hours.length;
  const bars = hours.map(({ hour, count }, index) => {
    const height = (count / top) * area.height;
    return { hour, count, x: index * slot + slot * 0.1, y: area.height - height, width: slot * 0.8, height };
  });
  return { bars, top };
}

/** The next of 1, 2, 5, 10, 20, 50, … */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}
