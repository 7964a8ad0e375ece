package dev.faroe.web;

import java.util.Locale;

import dev.faroe.security.Secret;
import dev.faroe.user.UserQuery;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about users.
 */
final class UserHandler {

	private final UserService users;

	private final JsonCodec json;

	private final UserJson userJson;

	UserHandler(UserService users, JsonCodec json, UserJson userJson) {
		this.users = users;
		this.json = json;
		this.userJson = userJson;
	}

	Mono<ServerResponse> create(ServerRequest request) {
		return this.json.read(request, NewUser::of)
			.flatMap((user) -> this.users.create(user.email(), user.password().value(), user.clientIp()))
			.flatMap(this.userJson::ok);
	}

	Mono<ServerResponse> list(ServerRequest request) {
		return this.users.list(query(request)).flatMap((page) -> {
			ServerResponse.BodyBuilder response = ServerResponse.ok()
				.header("X-Pagination-Total", Long.toString(page.total()))
				.header("X-Pagination-Total-Pages", Long.toString(page.totalPages()));
			if (Negotiation.chosen(request).equalsTypeAndSubtype(MediaType.TEXT_PLAIN)) {
				return JsonCodec.text(response, UserTable.of(page.users()));
			}
			return this.userJson.write(response, page.users());
		});
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return this.users.get(request.pathVariable("user_id")).flatMap(this.userJson::ok);
	}

	Mono<ServerResponse> delete(ServerRequest request) {
		return this.users.delete(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

	private static UserQuery query(ServerRequest request) {
		UserQuery defaults = UserQuery.DEFAULT;
		return new UserQuery(constant(request, "sort_by", defaults.sortBy()),
				constant(request, "sort_order", defaults.sortOrder()), number(request, "per_page", defaults.perPage()),
				number(request, "page", defaults.page()), request.queryParam("email_query").orElse(null));
	}

	private static <E extends Enum<E>> E constant(ServerRequest request, String name, E fallback) {
		String value = request.queryParam(name).orElse("");
		for (E constant : fallback.getDeclaringClass().getEnumConstants()) {
			if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
				return constant;
			}
		}
		return fallback;
	}

	private static int number(ServerRequest request, String name, int fallback) {
		try {
			return Integer.parseInt(request.queryParam(name).orElse(""));
		}
		catch (NumberFormatException ex) {
			return fallback;
		}
	}

	private record NewUser(@Nullable String email, Secret password, @Nullable String clientIp) {

		static NewUser of(JsonObject body) {
			return new NewUser(body.optionalString("email"), body.secret("password"), body.optionalString("client_ip"));
		}

	}

}
