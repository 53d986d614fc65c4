'use strict';
// Draws the charts that the page's data describes. Nothing is loaded; the theme follows the reader's, and print is always light.
(() => {
  const specs = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let printing = false;
  let charts = [];

  // Charts over steps can be drawn over samples and over time: what each step had needed is beside them.
  const axes = JSON.parse(document.getElementById('axes').textContent);
  const axisNames = { step: 'steps', samples: 'samples', seconds: 'time' };
  const axisTitles = { step: 'step', samples: 'samples', seconds: 'seconds of writing' };
  let over = 'step';
  const at = step => {
    let low = 0, high = axes.step.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (axes.step[middle] <= step) low = middle; else high = middle - 1;
    }
    return axes[over][low];
  };
  const onAxis = (spec, data) => over === 'step' || spec.x !== 'step' ? data : data.map(([x, ...rest]) => [at(x), ...rest]);

  // Names are data of others: nothing of them is markup.
  const text = value => String(value).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);

  const theme = () => dark.matches && !printing
    ? { ink: '#f0f6fc', quiet: '#9198a1', line: '#3d444d', ground: '#151b23', colors: ['#4493f8', '#d29922', '#3fb950', '#ab7df8', '#db6d28', '#f778ba'], heat: ['#151b23', '#1f4f8f', '#4493f8', '#b6e3ff'] }
    : { ink: '#1f2328', quiet: '#59636e', line: '#d1d9e0', ground: '#ffffff', colors: ['#0969da', '#bf8700', '#1a7f37', '#8250df', '#bc4c00', '#bf3989'], heat: ['#ffffff', '#b6e3ff', '#218bff', '#0a3069'] };

  const number = value => typeof value === 'number' ? String(Number(value.toPrecision(5))) : value;

  const axis = (colors, name, more) => ({
    name, nameLocation: 'middle', nameTextStyle: { color: colors.quiet },
    axisLabel: { color: colors.quiet, hideOverlap: true }, axisLine: { lineStyle: { color: colors.line } }, splitLine: { lineStyle: { color: colors.line, opacity: 0.5 } },
    ...more
  });

  const base = colors => ({
    animation: false, color: colors.colors, textStyle: { color: colors.ink, fontFamily: 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif' },
    grid: { left: 58, right: 16, top: 40, bottom: 44 },
    tooltip: { backgroundColor: colors.ground, borderColor: colors.line, textStyle: { color: colors.ink }, confine: true, valueFormatter: number }
  });

  // A stretch is chosen with the first sign and the mouse; the others go back.
  const zoom = colors => ({
    right: 4, top: 0, itemSize: 14, iconStyle: { borderColor: colors.quiet },
    feature: { dataZoom: { yAxisIndex: 'none', title: { zoom: 'look closer', back: 'back' } }, restore: { title: 'show all' } }
  });

  // Values that can only lie between limits get an axis that ends there; beyond the upper one it goes only as far as the values do.
  const within = limits => {
    if (!limits) return { scale: true };
    const [least, greatest, span] = limits, unit = (greatest - least) / 10;
    return {
      min: values => Math.max(least, Math.min(greatest - span, Math.floor(values.min / unit) * unit)),
      max: values => Math.max(greatest, Math.ceil(values.max / unit - 1e-9) * unit)
    };
  };

  // Few points are drawn large enough to be seen one by one; many by where they are dense.
  const points = (one, color) => {
    const isFew = one.data.length <= 400;
    return { type: 'scatter', name: one.name, data: one.names ? one.data.map((point, place) => [...point, one.names[one.of[place]]]) : one.data, symbolSize: isFew ? 6 : 4, itemStyle: { color, opacity: isFew ? 0.85 : 0.6 } };
  };

  // A band is one polygon: its lower edge there, its upper edge back.
  const band = (series, color) => [{
    type: 'custom', name: series.name, data: [[series.data[0][0], series.data[0][1]], [series.data[0][0], Math.max(...series.data.map(at => at[2]))], [series.data.at(-1)[0], Math.min(...series.data.map(at => at[1]))]],
    itemStyle: { color }, tooltip: { show: false }, silent: true, clip: true, z: 0,
    renderItem: (item, api) => item.dataIndex > 0 ? undefined : {
      type: 'polygon', style: { fill: color, opacity: 0.2 },
      shape: { points: [...series.data.map(([x, low]) => api.coord([x, low])), ...series.data.toReversed().map(([x, , high]) => api.coord([x, high]))] }
    }
  }];

  // What is under the pointer: each series once, and of several points of one place the greatest, with its architecture.
  const lineTip = spec => items => {
    const shown = new Map();
    for (const item of items) {
      const known = shown.get(item.seriesName);
      if (!known || item.value[1] > known.value[1]) shown.set(item.seriesName, item);
    }
    const named = [...shown.values()].find(item => typeof item.value[2] === 'string');
    return [`${text(spec.x === 'step' ? axisTitles[over] : spec.x)} ${number(items[0].value[0])}`, ...[...shown.values()].map(item => `${item.marker}${text(item.seriesName)} <b>${number(item.value[1])}</b>`),
      ...(named ? [`<code>${text(cut(named.value[2]))}</code>`] : [])].join('<br>');
  };
  const cut = name => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

  const lines = (given, colors) => {
    const spec = { ...given, series: given.series.map(one => ({ ...one, data: onAxis(given, one.data) })) };
    const isLog = spec.y.startsWith('log ');
    // A short line shows where it was measured, unless points in the same chart do.
    const isBare = spec.series.every(one => one.kind !== 'points');
    let next = 0;
    const series = spec.series.flatMap(one => {
      const color = one.kind === 'band' ? colors.colors[(one.color ?? 3) % colors.colors.length] : colors.colors[(one.color ?? next++) % colors.colors.length];
      switch (one.kind) {
        case 'band': return band(one, color);
        case 'points': return [points(one, color)];
        default: return [{ type: 'line', name: one.name, data: one.data, step: one.kind === 'step' ? 'end' : false, symbol: one.data.length === 1 || (isBare && one.kind === 'line' && one.data.length <= 12) ? 'circle' : 'none', symbolSize: 6, lineStyle: { width: 2, color }, itemStyle: { color } }];
      }
    });
    return {
      ...base(colors),
      legend: { top: 4, left: 0, right: printing ? 0 : 78, type: 'scroll', textStyle: { color: colors.ink }, inactiveColor: colors.quiet, pageTextStyle: { color: colors.quiet }, data: [...new Set(spec.series.map(one => one.name))] },
      tooltip: { ...base(colors).tooltip, trigger: 'axis', formatter: lineTip(spec) },
      toolbox: printing ? undefined : zoom(colors),
      xAxis: axis(colors, spec.x === 'step' ? axisTitles[over] : spec.x, { type: 'value', scale: true, nameGap: 26 }),
      yAxis: axis(colors, isLog ? spec.y.slice(4) : spec.y, { type: isLog ? 'log' : 'value', nameGap: 44, ...within(spec.limits) }),
      series
    };
  };

  const heat = (spec, colors) => ({
    ...base(colors),
    grid: { left: spec.rows.some(row => row.length > 12) ? 150 : 70, right: 16, top: 12, bottom: 84 },
    tooltip: { ...base(colors).tooltip, formatter: item => `${text(spec.rows[item.value[1]])} from step ${spec.columns[item.value[0]]}: ${number(100 * item.value[2])} %` },
    xAxis: axis(colors, spec.x, { type: 'category', data: spec.columns, nameGap: 26 }),
    yAxis: axis(colors, '', { type: 'category', data: spec.rows }),
    visualMap: { min: 0, max: Math.max(...spec.data.map(cell => cell[2])), calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 110, inRange: { color: colors.heat }, textStyle: { color: colors.quiet }, text: [`${Math.round(100 * Math.max(...spec.data.map(cell => cell[2])))} %`, '0 %'] },
    series: [{ type: 'heatmap', data: spec.data, itemStyle: { borderWidth: 0 } }]
  });

  const scatter = (spec, colors) => ({
    ...base(colors),
    tooltip: { ...base(colors).tooltip, formatter: item => `<code>${text(cut(item.value[2]))}</code><br>${number(item.value[0])}, ${number(item.value[1])}` },
    xAxis: axis(colors, spec.x, { type: 'value', scale: true, nameGap: 26 }),
    yAxis: axis(colors, spec.y, { type: 'value', scale: true, nameGap: 44 }),
    series: [{ type: 'scatter', data: spec.data, symbolSize: 9, itemStyle: { color: colors.colors[0], opacity: 0.8 } }]
  });

  // The front is a stair: between two of its points nothing cheaper is better.
  const front = (spec, colors) => ({
    ...scatter(spec, colors),
    legend: { top: 4, left: 0, textStyle: { color: colors.ink }, data: ['evaluated', 'front'] },
    tooltip: { ...base(colors).tooltip, trigger: 'item', formatter: item => `<code>${text(cut(item.value[2]))}</code><br>${number(item.value[0])}, ${number(item.value[1])}` },
    series: [
      { type: 'scatter', name: 'evaluated', data: spec.data, symbolSize: 6, itemStyle: { color: colors.colors[0], opacity: 0.5 } },
      { type: 'line', name: 'front', data: spec.front, step: 'end', symbol: 'circle', symbolSize: 10, lineStyle: { width: 2, color: colors.colors[1] }, itemStyle: { color: colors.colors[1] } }
    ]
  });

  // A row of points for each source. Points of a row stand a little above each other, always in the same way, so that none hides another.
  const strip = (spec, colors) => ({
    ...base(colors),
    grid: { left: spec.rows.some(row => row.length > 8) ? 110 : 70, right: 16, top: 12, bottom: 44 },
    tooltip: { ...base(colors).tooltip, formatter: item => `${text(spec.rows[item.seriesIndex])}: <b>${number(item.value[0])}</b><br><code>${text(cut(item.value[2]))}</code>${item.value[2] === spec.chosen ? '<br>the choice' : ''}` },
    xAxis: axis(colors, spec.x, { type: 'value', scale: true, nameGap: 26 }),
    yAxis: { type: 'value', min: -0.6, max: spec.rows.length - 0.4, interval: 1, splitLine: { show: false }, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { show: false } },
    series: spec.rows.map((row, place) => ({
      type: 'scatter', name: row, symbolSize: item => (item[2] === spec.chosen ? 14 : 8), itemStyle: { color: colors.colors[place], opacity: 0.75 },
      data: spec.data.filter(point => point[1] === place).map(([x, , name], number) => [x, place + ((number * 7) % 11 - 5) / 22, name]),
      markPoint: { silent: true, symbol: 'rect', symbolSize: 0.1, label: { color: colors.ink, position: 'left', distance: 8, formatter: row }, data: [{ x: spec.rows.some(one => one.length > 8) ? 108 : 68, yAxis: place }] }
    }))
  });

  const kinds = { lines, heat, scatter, front, strip };

  // Close to the size that a chart has on A4 or Letter, so that its letters keep theirs.
  const paper = place => place.closest('figure').matches(':first-child') ? { width: 760, height: 360 } : { width: 400, height: 280 };

  const draw = () => {
    charts.forEach(chart => chart.dispose());
    const colors = theme();
    charts = specs.map(spec => {
      const place = document.getElementById(`chart-${spec.id}`);
      const chart = echarts.init(place, null, { renderer: 'svg', ...(printing ? paper(place) : {}) });
      chart.setOption(kinds[spec.kind](spec, colors));
      chart.on('click', item => { if (Array.isArray(item.value) && typeof item.value[2] === 'string' && item.seriesName !== 'front') lead(item.value[2], place); });
      if (spec.anchor) chart.on('click', item => { if (item.seriesName === 'front') location.hash = `${spec.anchor}${item.dataIndex}`; });
      // What the paper's columns are is known only after this, so the drawing must be able to shrink or grow into them.
      if (printing) place.querySelector('svg').setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
      return chart;
    });
    document.documentElement.dataset.drawn = String(charts.length);
  };

  // A point leads to the drawing of its architecture; to its name, where the page has no drawing of it.
  const lead = (name, place) => {
    const named = [...document.querySelectorAll('[data-tokens]')].find(one => one.dataset.tokens === name);
    const box = named?.closest('details, figure');
    if (box) {
      if (box.matches('details')) box.open = true;
      location.hash = '';
      location.hash = box.id;
      return;
    }
    const line = place.parentElement.querySelector('.picked') ?? place.parentElement.appendChild(Object.assign(document.createElement('p'), { className: 'picked' }));
    line.textContent = `The architecture of that point: ${name}. This page has no drawing of it; enas draw makes one.`;
  };

  // Opened by its address, a drawing in a table is seen.
  const openTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches('details')) target.open = true;
  };

  const choice = document.getElementById('axes-choice');
  if (choice && axes) {
    for (const name of Object.keys(axisNames).filter(one => axes[one].at(-1) > 0)) {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: axisNames[name] });
      button.setAttribute('aria-pressed', String(name === over));
      button.addEventListener('click', () => {
        over = name;
        choice.querySelectorAll('button').forEach(one => one.setAttribute('aria-pressed', String(one === button)));
        draw();
      });
      choice.append(button);
    }
  }

  // A table with drawings is sorted by its heads; numbers by what they are.
  const value = cell => {
    const words = cell.textContent.trim(), found = Number(words.replace(/[,%\s]/g, ''));
    return Number.isNaN(found) || words === '' ? words : found;
  };
  const order = (one, other) => (typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other)));
  for (const table of document.querySelectorAll('table.sorted')) {
    table.querySelectorAll('th').forEach((head, column) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: head.textContent });
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const isUp = head.getAttribute('aria-sort') !== 'ascending';
        table.querySelectorAll('th').forEach(one => one.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
        const rows = [...table.tBodies[0].rows].map(row => ({ row, value: value(row.cells[column]) }));
        rows.sort((one, other) => (isUp ? order(one.value, other.value) : order(other.value, one.value)));
        table.tBodies[0].append(...rows.map(one => one.row));
      });
    });
  }

  draw();
  openTarget();
  addEventListener('hashchange', openTarget);
  dark.addEventListener('change', draw);
  addEventListener('resize', () => charts.forEach(chart => chart.resize()));
  addEventListener('beforeprint', () => { printing = true; draw(); });
  addEventListener('afterprint', () => { printing = false; draw(); });
})();
