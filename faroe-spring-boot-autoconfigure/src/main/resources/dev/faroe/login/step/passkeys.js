/*
 * Asks the browser for passkeys (WebAuthn Level 3), for the steps of the log-in that this module is served beside.
 *
 * A page needs no script of its own: each element with data-faroe-passkey="log-in", "second-factor", "step-up" or
 * "register" is shown where the browser has passkeys, and its button, or its form with the field "name", begins. A
 * failure is told in its element with role="alert", whose data-cancelled is the sentence for who gives up. A field
 * with autocomplete="username webauthn" offers the passkeys of the browser beside it.
 */

const base = new URL('.', import.meta.url)

/** Browsers forget a request at last, and servers after five minutes: what waits begins again before. */
const RENEWAL = 4 * 60 * 1000

let waiting

export class PasskeyError extends Error {
  /** @param {object} body what the server has answered: error, message and more */
  constructor (body) {
    super(body.message || body.error || 'failed')
    this.name = 'PasskeyError'
    this.key = body.error
    this.body = body
  }
}

/** Whether the browser has passkeys at all. */
export function isAvailable () {
  return typeof PublicKeyCredential === 'function' && 'credentials' in navigator
}

/**
 * Ask for a passkey.
 * @param {string} step "log-in", "second-factor" or "step-up"
 * @returns {Promise<object>} what is next, and the location to go on to
 */
export async function authenticate (step = 'log-in') {
  stopWaiting()
  const publicKey = requestOptions(await send('passkey/options', { step }))
  return send('passkey', response(await navigator.credentials.get({ publicKey })))
}

/**
 * Offer the passkeys of the browser in a field, for as long as the page is open and nobody logs in elsewhere: requests
 * of a page that was forgotten must not keep a log-in from ending by idleness.
 * @returns {Promise<object>} as of authenticate, once one was chosen, or nothing where that is not possible
 */
export async function offer () {
  if (!isAvailable() || !PublicKeyCredential.isConditionalMediationAvailable ||
      !await PublicKeyCredential.isConditionalMediationAvailable()) {
    return undefined
  }
  for (let renewed = false; ; renewed = true) {
    const controller = new AbortController()
    stopWaiting()
    waiting = controller
    if (renewed && (await state()).next !== 'log-in') {
      return undefined
    }
    const publicKey = requestOptions(await send('passkey/options', { step: 'log-in' }))
    if (controller.signal.aborted) {
      return undefined
    }
    const renewal = setTimeout(() => controller.abort('renewal'), RENEWAL)
    try {
      const credential = await navigator.credentials.get({ publicKey, mediation: 'conditional', signal: controller.signal })
      return await send('passkey', response(credential))
    } catch (error) {
      if (controller.signal.reason !== 'renewal') {
        if (controller.signal.aborted) {
          return undefined
        }
        throw error
      }
    } finally {
      clearTimeout(renewal)
    }
  }
}

/** A browser has one request at a time. */
function stopWaiting () {
  waiting?.abort('other')
  waiting = undefined
}

/**
 * Make a passkey, and add it to those of who is logged in.
 * @param {string} name what the user calls it
 * @returns {Promise<object>} the location to go on to
 */
export async function register (name) {
  stopWaiting()
  const options = await send('passkeys/options', {})
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials)
  }
  const credential = response(await navigator.credentials.create({ publicKey }))
  return send('passkeys', { name, credential })
}

async function state () {
  return answer(await fetch(new URL('state', base), { headers: { Accept: 'application/json' } }))
}

async function send (path, body) {
  const csrf = await state()
  return answer(await fetch(new URL(path, base), {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', [csrf.csrf_header]: csrf.csrf_token },
    body: JSON.stringify(body)
  }))
}

async function answer (fetched) {
  const body = await fetched.json().catch(() => ({}))
  if (!fetched.ok) {
    throw new PasskeyError(body)
  }
  return body
}

function requestOptions (options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: descriptors(options.allowCredentials)
  }
}

function descriptors (list) {
  return (list || []).map((credential) => ({ ...credential, id: bytes(credential.id) }))
}

/** Some managers of passkeys lack toJSON(). */
function response (credential) {
  const of = credential.response
  const response = { clientDataJSON: text(of.clientDataJSON) }
  if (of.attestationObject) {
    response.attestationObject = text(of.attestationObject)
    response.transports = of.getTransports ? of.getTransports() : []
  } else {
    response.authenticatorData = text(of.authenticatorData)
    response.signature = text(of.signature)
    response.userHandle = of.userHandle && of.userHandle.byteLength ? text(of.userHandle) : undefined
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults()
  }
}

function bytes (base64Url) {
  return Uint8Array.from(atob(base64Url.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

function text (buffer) {
  const characters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function goOn (next) {
  if (next) {
    location.assign(next.location)
  }
}

function tell (element, error) {
  const alert = element.querySelector('[role=alert]')
  if (error instanceof PasskeyError && error.body.next && error.body.error === 'log-in-required') {
    goOn(error.body)
  } else if (alert) {
    alert.textContent = error instanceof PasskeyError ? error.message : alert.dataset.cancelled
  }
}

function connect (element) {
  const purpose = element.dataset.faroePasskey
  const begin = async (event) => {
    event.preventDefault()
    const button = element.querySelector('button')
    button.disabled = true
    try {
      goOn(await (purpose === 'register' ? register(element.elements.name.value) : authenticate(purpose)))
    } catch (error) {
      tell(element, error)
    } finally {
      button.disabled = false
    }
  }
  if (purpose === 'register') {
    element.addEventListener('submit', begin)
  } else {
    element.querySelector('button').addEventListener('click', begin)
  }
  element.hidden = false
}

if (isAvailable()) {
  const elements = document.querySelectorAll('[data-faroe-passkey]')
  elements.forEach(connect)
  const field = document.querySelector('input[autocomplete~=webauthn]')
  if (field) {
    const element = document.querySelector('[data-faroe-passkey=log-in]')
    offer().then(goOn).catch((error) => element && tell(element, error))
  }
}
