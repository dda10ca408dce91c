import { cases } from './cases.ts';
import { showCase, showList } from './gallery.tsx';

const asked = new URLSearchParams(location.search);
const shown = cases.find(({ id }) => id === asked.get('case'));
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
if (shown) showCase(root, shown, asked.get('lang') ?? 'en');
else showList(root);
