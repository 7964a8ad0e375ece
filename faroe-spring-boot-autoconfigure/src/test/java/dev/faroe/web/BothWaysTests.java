package dev.faroe.web;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.test.EndpointTests;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserPage;
import dev.faroe.user.UserQuery;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same value gets the same result, whether it comes over HTTP or to a service.
 */
class BothWaysTests extends EndpointTests {

	/** Leaves nothing to the encoding of characters. */
	private static final JsonMapper ASCII = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	@ParameterizedTest
	@CsvSource(textBlock = """
			created_at, ascending,  20, 1, ANN
			created_at, descending, 20, 1, Ann@
			email,      ascending,  2,  2, ''
			email,      descending, 2,  1, EXAMPLE
			id,         ascending,  2,  1, '\u0000'
			id,         descending, 2,  1, 'a\u0000'
			created_at, ascending,  0,  1, ''
			created_at, ascending,  -1, 1, ''
			created_at, ascending,  2,  0, ''
			created_at, ascending,  2, -1, ''
			created_at, ascending,  2000000000, 1, ''
			created_at, ascending,  2, 2000000000, ''
			""")
	void listsTheSameUsers(String sortBy, String sortOrder, int perPage, int page, String emailQuery) {
		server().deleteAllUsers();
		for (String email : List.of("ann@example.com", "joann@example.com", "bob@example.org")) {
			post("/users", "email", email, "password", PASSWORD);
		}
		Answer answer = new Answer(server().client()
			.get()
			.uri(UriComponentsBuilder.fromUriString(server().url() + "/users")
				.queryParam("sort_by", sortBy)
				.queryParam("sort_order", sortOrder)
				.queryParam("per_page", perPage)
				.queryParam("page", page)
				.queryParam("email_query", "{query}")
				.encode()
				.build(emailQuery))
			.exchange()
			.expectBody(String.class)
			.returnResult());
		UserPage listed = server().bean(UserService.class)
			.list(new UserQuery(UserQuery.SortBy.valueOf(sortBy.toUpperCase()),
					UserQuery.SortOrder.valueOf(sortOrder.toUpperCase()), perPage, page, emailQuery))
			.block();
		assertThat(listed).isNotNull();
		assertThat(strings(answer.json(), "id")).isEqualTo(listed.users().stream().map(User::id).toList());
		assertThat(answer.header("X-Pagination-Total")).isEqualTo(Long.toString(listed.total()));
		assertThat(answer.header("X-Pagination-Total-Pages")).isEqualTo(Long.toString(listed.totalPages()));
	}

	@Test
	void anEmailQueryThatCannotBeStoredListsAll() {
		for (String emailQuery : List.of("\uD800", "\uDC00a", "")) {
			assertThat(new UserQuery(UserQuery.SortBy.ID, UserQuery.SortOrder.ASCENDING, 1, 1, emailQuery).emailQuery())
				.isNull();
		}
	}

	static Stream<String> texts() {
		return Stream.of("", " ", "\u0000", "\uD800", "\uDC00", "\uDC00\uD800", "\uD83D\uDE00", "\r\n", "\u001B",
				"\u2028", "\u202E", "\uFEFF", "\u212A", "\u0130", "K", "x".repeat(65), "x".repeat(256));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void anEmailAddressIsJudgedAlike(String text) {
		UserService users = server().bean(UserService.class);
		assertSame(post("/users", json("email", email(text), "password", PASSWORD)),
				users.create(email(text), PASSWORD, null));
		assertSame(post("/authenticate/password", json("email", email(text), "password", PASSWORD)),
				users.authenticate(email(text), PASSWORD, null));
		String userId = createUserId();
		assertSame(post("/users/" + userId + "/email-update-requests", json("email", email(text))),
				server().bean(EmailUpdateService.class).create(userId, email(text)));
	}

	private static String email(String text) {
		return "a" + text + newEmail();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aPasswordIsJudgedAlike(String text) {
		String password = "violet harbour" + text;
		PasswordService passwords = server().bean(PasswordService.class);
		assertSame(post("/users", json("password", password)),
				server().bean(UserService.class).create(null, password, null));
		for (String current : List.of(text, password)) {
			String userId = createUserId();
			assertSame(post("/users/" + userId + "/verify-password", json("password", current)),
					passwords.verify(userId, current, null));
			assertSame(
					post("/users/" + userId + "/update-password", json("password", current, "new_password", password)),
					passwords.update(userId, current, password, null));
		}
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aClientAddressIsJudgedAlike(String text) {
		String userId = createUserId();
		String clientIp = text + "client-" + next();
		assertSame(post("/users", json("password", PASSWORD, "client_ip", clientIp)),
				server().bean(UserService.class).create(null, PASSWORD, clientIp));
		assertSame(post("/users/" + createUserId() + "/password-reset-requests", json("client_ip", clientIp)),
				server().bean(PasswordResetService.class).create(userId, clientIp));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aTotpKeyIsJudgedAlike(String text) {
		String userId = createUserId();
		for (String key : List.of(text, Base64.getEncoder().encodeToString(new byte[TotpKey.LENGTH]) + text)) {
			assertSame(post("/users/" + userId + "/register-totp-credential", json("key", key, "code", "000000x")), Mono
				.defer(() -> server().bean(TotpService.class).register(userId, TotpKey.ofBase64(key), "000000x")));
		}
	}

	private Answer post(String path, Json body) {
		return postText(path, body.text());
	}

	private static Json json(@Nullable Object... namesAndValues) {
		return new Json(ASCII.writeValueAsString(object(namesAndValues)));
	}

	private static void assertSame(Answer answer, Mono<?> result) {
		FaroeError error = result.materialize()
			.mapNotNull((signal) -> (signal.getThrowable() instanceof FaroeException ex) ? ex.error() : null)
			.block();
		assertThat(answer.error()).as(answer.toString()).isEqualTo(error);
		assertThat(answer.status() < 300).isEqualTo(error == null);
	}

	private record Json(String text) {
	}

}
