import { h, render } from 'preact';
import './style/page.css';
import { App } from './shell/app.tsx';

render(h(App, {}), document.getElementById('app')!);
