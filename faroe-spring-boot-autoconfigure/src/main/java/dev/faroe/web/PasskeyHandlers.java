package dev.faroe.web;

import dev.faroe.user.UserService;

/**
 * Makes the handler of passkeys. Stands for the service of passkeys where it is only
 * mentioned, so that nothing of it is loaded where there cannot be any.
 */
@FunctionalInterface
interface PasskeyHandlers {

	PasskeyHandler create(UserService users, JsonCodec json);

}
