// What an invitation's link shows to a person who opens it in a browser.
import { byId, copyButton, isolated, say } from './dom.js';
import { purpose } from './words.js';

const GONE = 'This invitation has expired or was used already. Ask for a new one.';

/** The invitation as JSON: inside the link, or kept by the server under a short one. */
async function invitationText() {
  const value = new URLSearchParams(location.search).get('_oob');
  if (value !== null) {
    return new TextDecoder().decode(fromBase64Url(value));
  }
  const response = await fetch(location.href, { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    throw new Error(response.status === 404 ? GONE : `The server answered with status ${response.status}.`);
  }
  return response.text();
}

async function show() {
  const json = await invitationText();
  const invitation = JSON.parse(json);
  if (typeof invitation?.from !== 'string') {
    throw new SyntaxError('no invitation');
  }
  const goal = purpose(invitation.body?.goal);
  byId('link').value = `${location.origin}/invite?_oob=${toBase64Url(new TextEncoder().encode(json))}`;
  if (goal) {
    byId('goal').append(isolated(goal));
    byId('goal').hidden = false;
  }
}

function fromBase64Url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toBase64Url(bytes) {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

copyButton(byId('copy'), byId('link'), byId('copied'));
show().catch((error) => {
  byId('valid').hidden = true;
  const isDamaged = error instanceof SyntaxError || error instanceof DOMException;
  say(byId('problem'), isDamaged ? 'This link is damaged. Ask for it to be sent again.' : error.message);
});
