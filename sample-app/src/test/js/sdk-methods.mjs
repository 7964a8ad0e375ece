// Calls every method of the client that @faroe/sdk publishes, against a running server:
//
//     node sdk-methods.mjs <url> <credential>
//
// Prints a line for each method, and exits with 1 if one of them did not do what it should.

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { Faroe, FaroeError, SortOrder, UserSortBy, verifyEmailInput, verifyPasswordInput } from "@faroe/sdk";

const [url, credential] = process.argv.slice(2);
if (!url || !credential) {
    console.error("usage: node sdk-methods.mjs <url> <credential>");
    process.exit(2);
}

const faroe = new Faroe(url, credential);
const password = `pass ${randomBytes(12).toString("hex")}`;
const called = new Set();
const failures = [];

// Notes which methods were called.
const client = new Proxy(faroe, {
    get(target, name) {
        return (...args) => {
            called.add(name);
            return target[name](...args);
        };
    }
});

async function check(name, test) {
    try {
        await test();
        console.log(`ok   ${name}`);
    } catch (e) {
        failures.push(name);
        console.log(`FAIL ${name}: ${e instanceof FaroeError ? `${e.status} ${e.code}` : e.stack}`);
    }
}

async function rejects(code, promise) {
    await assert.rejects(promise, (e) => e instanceof FaroeError && e.code === code);
}

const newEmail = () => `${randomBytes(8).toString("hex")}@example.com`;
const createUser = () => client.createUser(password, null);

// The code of RFC 6238, 30 seconds and 6 digits. Waits for the next time step if this one is about to
// end, so that a code is still current when it arrives.
async function totp(key) {
    const left = 30_000 - (Date.now() % 30_000);
    if (left < 3_000) {
        await new Promise((resolve) => setTimeout(resolve, left));
    }
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const digest = createHmac("sha1", key).update(counter).digest();
    const number = digest.readUInt32BE(digest[19] & 0xf) & 0x7fffffff;
    return (number % 1_000_000).toString().padStart(6, "0");
}

await check("createUser, getUser", async () => {
    const user = await createUser();
    assert.match(user.id, /^[a-z2-9]{24}$/);
    assert.match(user.recoveryCode, /^[A-Z2-9]{8}$/);
    assert.ok(Math.abs(user.createdAt - Date.now()) < 60_000);
    assert.equal(user.totpRegistered, false);
    assert.deepEqual(await client.getUser(user.id), user);
    assert.equal(await client.getUser("unknown"), null);
    await rejects("INVALID_DATA", client.createUser("short", null));
});

await check("createUser with a client address", async () => {
    assert.ok(await client.createUser(password, "192.0.2.1"));
});

await check("getUsers", async () => {
    const ids = [(await createUser()).id, (await createUser()).id];
    const all = await client.getUsers({ perPage: 1000 });
    assert.ok(all.total >= 2 && all.totalPages >= 1);
    const options = { sortBy: UserSortBy.Id, sortOrder: SortOrder.Descending, perPage: 1, page: 2 };
    const page = await client.getUsers(options);
    assert.equal(page.items.length, 1);
    assert.equal(page.totalPages, page.total);
    const newest = await client.getUsers({ sortBy: UserSortBy.CreatedAt, sortOrder: SortOrder.Descending });
    assert.ok(newest.items.some((user) => ids.includes(user.id)));
});

await check("deleteUser", async () => {
    const { id } = await createUser();
    await client.deleteUser(id);
    assert.equal(await client.getUser(id), null);
    await client.deleteUser(id);
});

await check("verifyUserPassword, updateUserPassword", async () => {
    const { id } = await createUser();
    await client.verifyUserPassword(id, password, null);
    await rejects("INCORRECT_PASSWORD", client.verifyUserPassword(id, "another password", null));
    await client.updateUserPassword(id, password, `${password} 2`, null);
    await client.verifyUserPassword(id, `${password} 2`, null);
    await rejects("INCORRECT_PASSWORD", client.updateUserPassword(id, password, `${password} 3`, null));
});

await check("regenerateUserRecoveryCode", async () => {
    const user = await createUser();
    const code = await client.regenerateUserRecoveryCode(user.id);
    assert.notEqual(code, user.recoveryCode);
    assert.equal((await client.getUser(user.id)).recoveryCode, code);
    await rejects("NOT_FOUND", client.regenerateUserRecoveryCode("unknown"));
});

await check("registerUserTOTPCredential, getUserTOTPCredential, deleteUserTOTPCredential", async () => {
    const { id } = await createUser();
    assert.equal(await client.getUserTOTPCredential(id), null);
    await client.deleteUserTOTPCredential(id);
    for (const key of [new Uint8Array(randomBytes(20)), new Uint8Array(randomBytes(20))]) {
        const credential = await client.registerUserTOTPCredential(id, key, await totp(key));
        assert.equal(credential.userId, id);
        assert.deepEqual(credential.key, key);
        assert.deepEqual(await client.getUserTOTPCredential(id), credential);
        await rejects("INCORRECT_CODE", client.registerUserTOTPCredential(id, key, "no code"));
    }
    assert.equal((await client.getUser(id)).totpRegistered, true);
    await client.deleteUserTOTPCredential(id);
    assert.equal(await client.getUserTOTPCredential(id), null);
    assert.equal((await client.getUser(id)).totpRegistered, false);
});

await check("verifyUser2FAWithTOTP", async () => {
    const { id } = await createUser();
    await rejects("NOT_ALLOWED", client.verifyUser2FAWithTOTP(id, "123456"));
    const key = new Uint8Array(randomBytes(20));
    await client.registerUserTOTPCredential(id, key, await totp(key));
    const code = await totp(key);
    await client.verifyUser2FAWithTOTP(id, code);
    await rejects("INCORRECT_CODE", client.verifyUser2FAWithTOTP(id, code));
});

await check("resetUser2FA", async () => {
    const user = await createUser();
    const key = new Uint8Array(randomBytes(20));
    await client.registerUserTOTPCredential(user.id, key, await totp(key));
    await rejects("INCORRECT_CODE", client.resetUser2FA(user.id, "wrong"));
    const code = await client.resetUser2FA(user.id, user.recoveryCode);
    const after = await client.getUser(user.id);
    assert.equal(after.recoveryCode, code);
    assert.notEqual(code, user.recoveryCode);
    assert.equal(after.totpRegistered, false);
    await rejects("INCORRECT_CODE", client.resetUser2FA(user.id, user.recoveryCode));
});

await check("createUserEmailUpdateRequest, getEmailUpdateRequest, getUserEmailUpdateRequests", async () => {
    const { id } = await createUser();
    assert.deepEqual(await client.getUserEmailUpdateRequests(id), []);
    assert.equal(await client.getUserEmailUpdateRequests("unknown"), null);
    const email = newEmail();
    const request = await client.createUserEmailUpdateRequest(id, email);
    assert.equal(request.userId, id);
    assert.equal(request.email, email);
    assert.equal(request.expiresAt - request.createdAt, 600_000);
    assert.deepEqual(await client.getEmailUpdateRequest(request.id), request);
    assert.deepEqual(await client.getUserEmailUpdateRequests(id), [request]);
    assert.equal(await client.getEmailUpdateRequest("unknown"), null);
});

await check("deleteEmailUpdateRequest", async () => {
    const { id } = await createUser();
    const request = await client.createUserEmailUpdateRequest(id, newEmail());
    await client.deleteEmailUpdateRequest(request.id);
    assert.equal(await client.getEmailUpdateRequest(request.id), null);
    await client.deleteEmailUpdateRequest(request.id);
});

await check("deleteUserEmailUpdateRequests, which sends a GET in version 0.2.0", async () => {
    const { id } = await createUser();
    await client.createUserEmailUpdateRequest(id, newEmail());
    await client.deleteUserEmailUpdateRequests(id);
    await client.deleteUserEmailUpdateRequests("unknown");
});

await check("verifyNewUserEmail", async () => {
    const { id } = await createUser();
    const email = newEmail();
    const request = await client.createUserEmailUpdateRequest(id, email);
    await rejects("INCORRECT_CODE", client.verifyNewUserEmail(request.id, "wrong"));
    assert.equal(await client.verifyNewUserEmail(request.id, request.code), email);
    await rejects("INVALID_REQUEST", client.verifyNewUserEmail(request.id, request.code));
});

await check("createUserEmailVerificationRequest, getUserEmailVerificationRequest", async () => {
    const { id } = await createUser();
    assert.equal(await client.getUserEmailVerificationRequest(id), null);
    const request = await client.createUserEmailVerificationRequest(id);
    assert.equal(request.userId, id);
    assert.equal(request.expiresAt - request.createdAt, 600_000);
    assert.deepEqual(await client.getUserEmailVerificationRequest(id), request);
});

await check("deleteUserEmailVerificationRequest", async () => {
    const { id } = await createUser();
    await client.createUserEmailVerificationRequest(id);
    await client.deleteUserEmailVerificationRequest(id);
    assert.equal(await client.getUserEmailVerificationRequest(id), null);
    await client.deleteUserEmailVerificationRequest(id);
});

await check("verifyUserEmail", async () => {
    const { id } = await createUser();
    await rejects("NOT_ALLOWED", client.verifyUserEmail(id, "ABCDEFGH"));
    const request = await client.createUserEmailVerificationRequest(id);
    await rejects("INCORRECT_CODE", client.verifyUserEmail(id, "wrong"));
    await client.verifyUserEmail(id, request.code);
    assert.equal(await client.getUserEmailVerificationRequest(id), null);
});

await check("createUserPasswordResetRequest, getPasswordResetRequest, getUserPasswordResetRequests", async () => {
    const { id } = await createUser();
    assert.deepEqual(await client.getUserPasswordResetRequests(id), []);
    assert.equal(await client.getUserPasswordResetRequests("unknown"), null);
    const [request, code] = await client.createUserPasswordResetRequest(id, null);
    assert.match(code, /^[A-Z2-9]{8}$/);
    assert.equal(request.userId, id);
    assert.equal(request.expiresAt - request.createdAt, 600_000);
    assert.deepEqual(await client.getPasswordResetRequest(request.id), request);
    assert.deepEqual(await client.getUserPasswordResetRequests(id), [request]);
    assert.equal(await client.getPasswordResetRequest("unknown"), null);
});

await check("deletePasswordResetRequest", async () => {
    const { id } = await createUser();
    const [request] = await client.createUserPasswordResetRequest(id, null);
    await client.deletePasswordResetRequest(request.id);
    assert.equal(await client.getPasswordResetRequest(request.id), null);
    await client.deletePasswordResetRequest(request.id);
});

await check("deleteUserPasswordResetRequests, which sends a GET in version 0.2.0", async () => {
    const { id } = await createUser();
    await client.createUserPasswordResetRequest(id, null);
    await client.deleteUserPasswordResetRequests(id);
    await client.deleteUserPasswordResetRequests("unknown");
});

await check("verifyPasswordResetRequestEmail, resetUserPassword", async () => {
    const { id } = await createUser();
    const [request, code] = await client.createUserPasswordResetRequest(id, null);
    await rejects("INVALID_REQUEST", client.resetUserPassword(request.id, `${password} 2`, null));
    await rejects("INCORRECT_CODE", client.verifyPasswordResetRequestEmail(request.id, "wrong", null));
    await client.verifyPasswordResetRequestEmail(request.id, code, null);
    await client.resetUserPassword(request.id, `${password} 2`, null);
    await client.verifyUserPassword(id, `${password} 2`, null);
    assert.equal(await client.getPasswordResetRequest(request.id), null);
});

await check("a wrong credential", async () => {
    await rejects("NOT_AUTHENTICATED", new Faroe(url, `${credential}x`).getUsers());
    await rejects("NOT_AUTHENTICATED", new Faroe(url, null).createUser(password, null));
});

await check("verifyPasswordInput, verifyEmailInput, as the server sees it", async () => {
    assert.ok(verifyPasswordInput(password));
    assert.ok(!verifyPasswordInput("short"));
    assert.ok(verifyEmailInput(newEmail()));
    assert.ok(!verifyEmailInput("user@example"));
    const { id } = await createUser();
    await rejects("INVALID_DATA", client.createUserEmailUpdateRequest(id, "user@example"));
});

await check("every method was called", async () => {
    const methods = Object.getOwnPropertyNames(Faroe.prototype)
        .filter((name) => !["constructor", "fetchNoBody", "fetchJSON"].includes(name));
    assert.deepEqual(methods.filter((name) => !called.has(name)), []);
    assert.equal(called.size, 29);
});

console.log(failures.length === 0 ? "All methods work." : `${failures.length} checks failed.`);
process.exit(failures.length === 0 ? 0 : 1);
