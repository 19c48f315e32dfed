// How strictly every built page is validated: all rules that html-validate recommends, those for accessibility and
// those of the standard, as errors. Each exception has its reason beside it.

export default {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:standard'],
  elements: ['html5'],
  rules: {},
};
