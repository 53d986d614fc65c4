import { render } from 'preact';
import { App } from './App';
import { takeTokenFromAddress } from './data/token';
import { startKeys } from './shell/keys';
import { startRouter } from './shell/router';
import { startTheme } from './shell/theme';
import 'uplot/dist/uPlot.min.css';
import './app.css';

takeTokenFromAddress();
// The printed address, given to a tab that has the page already, changes only what follows the #: nothing would be loaded again.
addEventListener('hashchange', () => {
  if (takeTokenFromAddress()) location.reload();
});
startTheme();
startRouter();
startKeys();
const page = document.getElementById('page');
if (page) render(<App />, page);
