// The agent's REST API. The key is kept for this tab only.
import { ask, byId, say } from './dom.js';

const KEY = 'entente-key';

let base = '';
let asking = null;

/** What the server, or the way to it, has refused. */
export class Failure extends Error {
  constructor(status, problem = {}) {
    super(problem.detail || problem.title || `The agent answered with status ${status}.`);
    this.status = status;
    this.type = problem.type ?? '';
  }
}

export function useBase(path) {
  base = path;
}

/** The body of an answer, as JSON. */
export const get = async (path) => (await call(path)).json();

export async function post(path, body) {
  const headers = { 'Content-Type': 'application/json' };
  const request = body ? { headers, body: JSON.stringify(body) } : {};
  return (await call(path, { method: 'POST', ...request })).json();
}

export const remove = (path) => call(path, { method: 'DELETE' });

export async function postPicture(path, png) {
  const headers = { 'Content-Type': 'image/png' };
  return (await call(path, { method: 'POST', headers, body: png })).json();
}

/** A picture that needs the key: an img element cannot send it, so it is fetched. */
export async function getPicture(path) {
  return URL.createObjectURL(await (await call(path)).blob());
}

/** Asks for the key as often as needed. */
export async function call(path, { headers = {}, ...request } = {}) {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    const response = await reach(base + path, {
      cache: 'no-store',
      ...request,
      headers: key ? { ...headers, apiKey: key } : headers,
    });
    if (response.ok) {
      return response;
    }
    if (response.status !== 401) {
      throw new Failure(response.status, await response.json().catch(() => ({})));
    }
    // Another call may have asked already.
    if (key === sessionStorage.getItem(KEY)) {
      await askForKey(key !== null);
    }
  }
}

async function reach(url, request) {
  try {
    return await fetch(url, request);
  } catch (error) {
    throw new Failure(0, { detail: 'The agent cannot be reached at the moment.', cause: error });
  }
}

/** One dialog, however many calls need its answer. */
export function askForKey(wasWrong) {
  asking ??= enterKey(wasWrong).finally(() => {
    asking = null;
  });
  return asking;
}

async function enterKey(wasWrong) {
  const field = byId('key');
  say(byId('key-problem'), wasWrong ? 'This key was not accepted.' : '');
  if (!(await ask(byId('key-dialog'))) || field.value === '') {
    throw new Failure(401, { detail: 'This agent needs a key.' });
  }
  sessionStorage.setItem(KEY, field.value);
  field.value = '';
}
