// The hall's big page: asks for the board every two seconds and speaks every new call once.
"use strict";

const board = document.getElementById("board");
const lost = document.getElementById("lost");
const speakButton = document.getElementById("speak");
const spoken = new Set([...board.querySelectorAll("[data-call]")].map((call) => call.dataset.call));
let speaking = false;

// Browsers let a page speak only after somebody has touched it.
speakButton.addEventListener("click", () => {
  speaking = true;
  speakButton.hidden = true;
  say("语音已开启");
});

function say(text) {
  if (!speaking || !window.speechSynthesis) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = "zh-CN";
  words.rate = 0.9;
  window.speechSynthesis.speak(words);
}

function tell() {
  const calls = [...board.querySelectorAll("[data-call]")].reverse();
  for (const call of calls) {
    if (spoken.has(call.dataset.call)) continue;
    spoken.add(call.dataset.call);
    say(call.dataset.say);
    say(call.dataset.say);
  }
}

async function refresh() {
  try {
    const answer = await fetch(location.pathname.replace(/\/?$/, "/") + "part/", { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    board.innerHTML = await answer.text();
    lost.hidden = true;
    tell();
  } catch {
    lost.hidden = false; // what was shown stays; the next try comes by itself
  } finally {
    setTimeout(refresh, 2000);
  }
}

setTimeout(refresh, 2000);
