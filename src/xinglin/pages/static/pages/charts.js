// Draws the charts whose options stand beside them as data; a bar is a door to its evidence.
"use strict";
document.querySelectorAll("[data-chart]").forEach((place) => {
  const { option, doors } = JSON.parse(document.getElementById("chart-" + place.dataset.chart).textContent);
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(option);
  chart.on("click", (event) => {
    const door = doors[event.seriesName]?.[event.dataIndex] || Object.values(doors)[0]?.[event.dataIndex];
    if (door) window.xinglinOpen(door);
  });
  window.addEventListener("resize", () => chart.resize());
});
