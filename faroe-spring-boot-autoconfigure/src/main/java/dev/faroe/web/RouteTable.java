package dev.faroe.web;

import java.util.List;

import static dev.faroe.web.Endpoint.delete;
import static dev.faroe.web.Endpoint.get;
import static dev.faroe.web.Endpoint.submit;
import static dev.faroe.web.Endpoint.submitOptional;
import static dev.faroe.web.EndpointGroup.AUTHENTICATION;
import static dev.faroe.web.EndpointGroup.PASSWORD_RESET;
import static dev.faroe.web.EndpointGroup.USERS;

/**
 * Every endpoint of the REST API reference, in its order.
 */
final class RouteTable {

	private RouteTable() {
	}

	static List<Endpoint> endpoints(FaroeServices services, JsonCodec json) {
		PasswordHandler passwords = new PasswordHandler(services.users(), services.passwords(), json);
		UserHandler users = new UserHandler(services.users(), json);
		PasswordResetHandler resets = new PasswordResetHandler(services.users(), services.passwordResets(), json);
		return List.of(
		// @formatter:off
				submit(AUTHENTICATION, "/authenticate/password", passwords::authenticate),

				submit(USERS, "/users", users::create),
				get(USERS, "/users", users::list).orPlainText(),
				get(USERS, "/users/{user_id}", users::get),
				delete(USERS, "/users/{user_id}", users::delete),
				submit(USERS, "/users/{user_id}/update-password", passwords::update),
				submit(USERS, "/users/{user_id}/verify-password", passwords::verify),

				submitOptional(PASSWORD_RESET, "/users/{user_id}/password-reset-requests", resets::create),
				get(PASSWORD_RESET, "/users/{user_id}/password-reset-requests", resets::list),
				delete(PASSWORD_RESET, "/users/{user_id}/password-reset-requests", resets::deleteAll),
				get(PASSWORD_RESET, "/password-reset-requests/{request_id}", resets::get),
				delete(PASSWORD_RESET, "/password-reset-requests/{request_id}", resets::delete),
				submit(PASSWORD_RESET, "/password-reset-requests/{request_id}/verify-email", resets::verifyEmail),
				submit(PASSWORD_RESET, "/reset-password", resets::reset));
				// @formatter:on
	}

}
