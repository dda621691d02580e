// What tests/console/test_accessible.py looks at in a page. It runs in the page, by the test, and is served by nobody.
window.walk = {
  // to another page as by a link; the one before may stay until the new one's code is there
  go: (address) => {
  walk.before = location.pathname === address.split('?')[0] ? null : document.querySelector('h1, main [role=alert]');
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate', { state: null }));
},
  gone: () => !walk.before?.isConnected,
  // whether a colour is on its way: contrast is measured where it ends
  moving: () => document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === 'running'),
  // as another tab would
  set: (kept) => {
  localStorage.setItem('gridwatch', JSON.stringify(kept));
  dispatchEvent(new StorageEvent('storage', { key: 'gridwatch' }));
},
  // violations that keep somebody out
  axe: async () => {
  const found = await axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  });
  return found.violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .flatMap((one) => one.nodes.slice(0, 4).map((node) =>
      `${one.id}: ${node.target.join(' ')} ${node.any.map((any) => any.message).join('; ').slice(0, 160)}`));
},
  // what sticks out of the window to the right, unless it lies in something that scrolls or clips on purpose
  cutOff: () => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width + 1) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const one of document.querySelectorAll('h1, h2, h3, button, a, input, select, textarea, th, td, dd, p, label')) {
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const box = one.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    let within = false;
    for (let above = one; above && above !== document.body; above = above.parentElement) {
      const style = getComputedStyle(above);
      if (/auto|scroll/.test(style.overflowX) || style.textOverflow === 'ellipsis' || style.clipPath !== 'none' || above.closest('canvas, svg, .maplibregl-map, .sr-only')) { within = true; break; }
    }
    if (!within && box.right > width + 2) found.push(`${one.tagName} "${(one.textContent || one.ariaLabel || '').trim().slice(0, 30)}" ends at ${Math.round(box.right)}`);
  }
  return found.slice(0, 6);
},
  // what looks as if it could be clicked, but can be reached by no key
  mouseOnly: () => {
  const keys = 'a[href], button, input, select, textarea, summary, label, [tabindex], [contenteditable], option, [role=option], [role=tab], [role=menuitem], [role=treeitem]';
  const found = [];
  for (const one of document.querySelectorAll('main *, nav *, header *')) {
    if (getComputedStyle(one).cursor !== 'pointer' || !one.checkVisibility()) continue;
    if (one.closest(keys) || one.querySelector(keys) || one.closest('.ant-select, .ant-picker, .maplibregl-map, canvas, svg')) continue;
    if (one.parentElement && getComputedStyle(one.parentElement).cursor === 'pointer') continue;
    found.push(`${one.tagName}.${one.className} "${(one.textContent || '').trim().slice(0, 30)}"`);
  }
  return found.slice(0, 6);
},
  // how many elements Tab should stop at
  howMany: () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((one) =>
  !one.disabled && one.tabIndex >= 0 && one.type !== 'radio' && !one.closest('[inert], [aria-hidden=true]')
  && one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0).length,
  // from now on, what gets the focus is told in `walk.told`: one question at the end instead of one a key
  told: [],
  follow: () => {
  walk.told = [];
  if (!window.__followed) document.addEventListener('focusin', () => walk.told.push(walk.focus()));
  window.__followed = true;
},
  // what has the focus, and whether one sees that
  focus: () => {
  const one = document.activeElement;
  if (!one || one === document.body) return { number: 0, seen: true, what: '' };
  window.__numbers ??= new Map();
  if (!window.__numbers.has(one)) window.__numbers.set(one, window.__numbers.size + 1);
  let seen = one.type === 'date'; // the browser marks the part of it: day, month, year, calendar
  for (let above = one, up = 0; above && up < 5; above = above.parentElement, up += 1) {
    const style = getComputedStyle(above);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) seen = true;
    if ((/^(INPUT|TEXTAREA|CANVAS)$/.test(one.tagName) || one.closest('.maplibregl-ctrl')) && style.boxShadow !== 'none') seen = true;
  }
  return { number: window.__numbers.get(one), seen, what: `${one.tagName}.${one.className || one.parentElement?.className} ${one.ariaLabel ?? ''} "${(one.textContent ?? '').trim().slice(0, 30)}"` };
},
};
