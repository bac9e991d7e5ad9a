/** The value of an arithmetic expression modulo 5: signs and products before sums, brackets before all. */
export function valueModulo5(text: string): number {
  let at = 0;
  const sum = (): number => {
    let value = product();
    while (text[at] === '+' || text[at] === '-')
      value = text[at++] === '+' ? value + product() : value - product();
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (text[at] === '*') {
      at++;
      // The rest of a product of remainders is that of the product: numbers stay small.
      value = (value * factor()) % 5;
    }
    return value;
  };
  const factor = (): number => {
    const symbol = text[at++];
    if (symbol === '-') return -factor();
    if (symbol !== '(') return Number(symbol);
    const value = sum();
    if (text[at++] !== ')') throw new Error(`a bracket is not closed in ${text}`);
    return value;
  };
  const value = sum();
  if (at !== text.length) throw new Error(`${text} goes on after its end`);
  return ((value % 5) + 5) % 5;
}
