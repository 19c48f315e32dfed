// How strictly every built page is validated: all rules that html-validate recommends, those for accessibility and
// those of the standard, as errors. Each exception has its reason beside it.

export default {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:standard'],
  elements: ['html5'],
  rules: {
    // Both are the same to a browser; one way of writing it all over is what counts.
    'doctype-style': ['error', { style: 'lowercase' }],
    // Titles come from the content, and a report is called what it is called.
    'long-title': 'off',
    // A box that scrolls is a region with a name, so that the keyboard gets to it; it is no section of the text.
    'prefer-native-element': ['error', { exclude: ['region'] }],
  },
};
