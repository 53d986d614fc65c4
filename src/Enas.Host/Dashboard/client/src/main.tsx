import { render } from 'preact';
import { App } from './App';
import { takeTokenFromAddress } from './data/token';
import { startKeys } from './shell/keys';
import { startRouter } from './shell/router';
import { startTheme } from './shell/theme';
import 'uplot/dist/uPlot.min.css';
import './app.css';

takeTokenFromAddress();
startTheme();
startRouter();
startKeys();
const page = document.getElementById('page');
if (page) render(<App />, page);
