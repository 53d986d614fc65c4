'use strict';
// Draws the charts that the page's data describes. Nothing is loaded; the theme follows the reader's, and print is always light.
(() => {
  const specs = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let printing = false;
  let charts = [];

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
    return { type: 'scatter', name: one.name, data: one.data, symbolSize: isFew ? 6 : 4, itemStyle: { color, opacity: isFew ? 0.85 : 0.6 } };
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

  const lines = (spec, colors) => {
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
      legend: { top: 4, left: 0, type: 'scroll', textStyle: { color: colors.ink }, inactiveColor: colors.quiet, pageTextStyle: { color: colors.quiet }, data: [...new Set(spec.series.map(one => one.name))] },
      tooltip: { ...base(colors).tooltip, trigger: 'axis' },
      xAxis: axis(colors, spec.x, { type: 'value', scale: true, nameGap: 26 }),
      yAxis: axis(colors, isLog ? spec.y.slice(4) : spec.y, { type: isLog ? 'log' : 'value', nameGap: 44, ...within(spec.limits) }),
      series
    };
  };

  const heat = (spec, colors) => ({
    ...base(colors),
    grid: { left: spec.rows.some(row => row.length > 12) ? 150 : 70, right: 16, top: 12, bottom: 84 },
    tooltip: { ...base(colors).tooltip, formatter: item => `${spec.rows[item.value[1]]} from step ${spec.columns[item.value[0]]}: ${number(100 * item.value[2])} %` },
    xAxis: axis(colors, spec.x, { type: 'category', data: spec.columns, nameGap: 26 }),
    yAxis: axis(colors, '', { type: 'category', data: spec.rows }),
    visualMap: { min: 0, max: Math.max(...spec.data.map(cell => cell[2])), calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 110, inRange: { color: colors.heat }, textStyle: { color: colors.quiet }, text: [`${Math.round(100 * Math.max(...spec.data.map(cell => cell[2])))} %`, '0 %'] },
    series: [{ type: 'heatmap', data: spec.data, itemStyle: { borderWidth: 0 } }]
  });

  const scatter = (spec, colors) => ({
    ...base(colors),
    tooltip: { ...base(colors).tooltip, formatter: item => `${item.value[2]}<br>${number(item.value[0])}, ${number(item.value[1])}` },
    xAxis: axis(colors, spec.x, { type: 'value', scale: true, nameGap: 26 }),
    yAxis: axis(colors, spec.y, { type: 'value', scale: true, nameGap: 44 }),
    series: [{ type: 'scatter', data: spec.data, symbolSize: 9, itemStyle: { color: colors.colors[0], opacity: 0.8 } }]
  });

  // The front is a stair: between two of its points nothing cheaper is better.
  const front = (spec, colors) => ({
    ...scatter(spec, colors),
    legend: { top: 4, left: 0, textStyle: { color: colors.ink }, data: ['evaluated', 'front'] },
    tooltip: { ...base(colors).tooltip, trigger: 'item', formatter: item => `${item.value[2]}<br>${number(item.value[0])}, ${number(item.value[1])}` },
    series: [
      { type: 'scatter', name: 'evaluated', data: spec.data, symbolSize: 6, itemStyle: { color: colors.colors[0], opacity: 0.5 } },
      { type: 'line', name: 'front', data: spec.front, step: 'end', symbol: 'circle', symbolSize: 10, lineStyle: { width: 2, color: colors.colors[1] }, itemStyle: { color: colors.colors[1] } }
    ]
  });

  const kinds = { lines, heat, scatter, front };

  // Close to the size that a chart has on A4 or Letter, so that its letters keep theirs.
  const paper = place => place.closest('figure').matches(':first-child') ? { width: 760, height: 360 } : { width: 400, height: 280 };

  const draw = () => {
    charts.forEach(chart => chart.dispose());
    const colors = theme();
    charts = specs.map(spec => {
      const place = document.getElementById(`chart-${spec.id}`);
      const chart = echarts.init(place, null, { renderer: 'svg', ...(printing ? paper(place) : {}) });
      chart.setOption(kinds[spec.kind](spec, colors));
      if (spec.anchor) chart.on('click', item => { if (item.seriesName === 'front') location.hash = `${spec.anchor}${item.dataIndex}`; });
      // What the paper's columns are is known only after this, so the drawing must be able to shrink or grow into them.
      if (printing) place.querySelector('svg').setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
      return chart;
    });
    document.documentElement.dataset.drawn = String(charts.length);
  };

  draw();
  dark.addEventListener('change', draw);
  addEventListener('resize', () => charts.forEach(chart => chart.resize()));
  addEventListener('beforeprint', () => { printing = true; draw(); });
  addEventListener('afterprint', () => { printing = false; draw(); });
})();
