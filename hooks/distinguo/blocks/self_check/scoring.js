// Turns the answers to the statements of one dimension into a score. scoring.py does the same when the site is built.
//
// An answer is a number from 1 to the number of options, or null where there is none that counts. All that decides
// is done in whole numbers: languages differ in how they round. tests/blocks/scoring-vectors.yml holds both to the same results.

// `line` is { statements, first, last }: the totals of so many statements that lie near the line.
export function score(answers, isReversed, options, line) {
  const counted = answers.flatMap((answer, place) => (answer === null ? [] : [counts(answer, isReversed[place], options)]));
  const answered = counted.length;
  const result = { answered, needed: needed(answers.length), total: null, index: null, zone: null };
  if (answered < result.needed) return result;
  const total = counted.reduce((sum, one) => sum + one, 0);
  return { ...result, total, index: index(total, answered, options), zone: zone(total, answered, line) };
}

// What an answer counts: on a reversed statement, the lowest counts as the highest.
export function counts(answer, isReversed, options) {
  return isReversed ? options + 1 - answer : answer;
}

// How many of the statements need an answer: four in five, rounded up.
export function needed(statements) {
  return Math.floor((4 * statements + 4) / 5);
}

export function zone(total, answered, line) {
  if (total * line.statements < line.first * answered) return "low";
  return total * line.statements > line.last * answered ? "high" : "near";
}

// The first and the last total near the line for so many answers; null where no total is.
export function nearTotals(answered, line) {
  const first = Math.ceil((line.first * answered) / line.statements);
  const last = Math.floor((line.last * answered) / line.statements);
  return first <= last ? [first, last] : null;
}

// Whether all answers are the same although some of their statements count the other way round.
export function isStraightLine(answers, isReversed) {
  const places = [...answers.keys()].filter((place) => answers[place] !== null);
  const isSame = places.every((place) => answers[place] === answers[places[0]]);
  return places.length > 1 && isSame && places.some((place) => isReversed[place]);
}

// The place of the total between the lowest and the highest possible, 0 to 100; halves go up.
function index(total, answered, options) {
  const reach = (options - 1) * answered;
  return Math.floor((200 * (total - answered) + reach) / (2 * reach));
}
