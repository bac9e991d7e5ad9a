/** Numbers as people read them. */

/** 32000 as '32,000' */
export const count = (value: number): string => value.toLocaleString('en-US');

/** Seconds as '8s', '2m05s', '3h07m'. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole}s`;
  if (minutes < 60) return `${minutes}m${two(whole % 60)}s`;
  return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}

/** Four digits or so: '1235', '12.35', '0.0124'. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return value.toFixed(0);
  return size >= 1 ? value.toPrecision(4) : value.toFixed(4);
}

/** A share in per cent, rounded down (but for errors of floating point): '100.00' is nothing but all. */
export const percentage = (share: number): string => (Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2);
