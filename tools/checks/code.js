// A line of C without its comments, as far as one line tells.
export const code = (line) =>
  /^\s*(\/?\*|\/\/)/.test(line) ? '' : line.replace(/\/\*.*?(\*\/|$)/g, '').replace(/\/\/ .*/, '');
