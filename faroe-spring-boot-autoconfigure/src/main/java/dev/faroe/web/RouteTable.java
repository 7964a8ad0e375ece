package dev.faroe.web;

import java.util.List;

import static dev.faroe.web.Endpoint.delete;
import static dev.faroe.web.Endpoint.get;
import static dev.faroe.web.Endpoint.submit;
import static dev.faroe.web.EndpointGroup.AUTHENTICATION;
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
		return List.of(
		// @formatter:off
				submit(AUTHENTICATION, "/authenticate/password", passwords::authenticate),

				submit(USERS, "/users", users::create),
				get(USERS, "/users", users::list).orPlainText(),
				get(USERS, "/users/{user_id}", users::get),
				delete(USERS, "/users/{user_id}", users::delete),
				submit(USERS, "/users/{user_id}/update-password", passwords::update),
				submit(USERS, "/users/{user_id}/verify-password", passwords::verify));
				// @formatter:on
	}

}
