package dev.faroe.web;

import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which pattern leaves another one nothing.
 */
class RoutePatternTests {

	@ParameterizedTest
	@CsvSource({ "/users, /users", "/users/{id}, /users/{user_id}", "/users/{id}, /users/me", "/users/*, /users/{id}",
			"/**, /users", "/**, /", "/users/**, /users", "/users/{*path}, /users/{id}/x",
			"/users/{id:[a-z]+}, /users/{id:[a-z]+}" })
	void coversWhatHasNoOtherPath(String pattern, String other) {
		assertThat(new RoutePattern(Set.of(), pattern).covers(other)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/users, /users/", "/users, /user", "/users/me, /users/{id}", "/users/{id}, /users",
			"/users/{id}, /users/{id}/x", "/users/{id}, /users/**", "/users/{id:[a-z]+}, /users/{id}",
			"/users/{id}.json, /users/{id}", "/users/x*, /users/{id}" })
	void doesNotCoverWhatHas(String pattern, String other) {
		assertThat(new RoutePattern(Set.of(), pattern).covers(other)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/log-in, /users", "/log-in/{id}, /users/{id}", "/log-in/**, /users", "log-in, /users",
			"/auth, /users/auth" })
	void beginsApartFromWhatHasAnotherFirstWord(String pattern, String other) {
		assertThat(new RoutePattern(Set.of(), pattern).beginsApartFrom(other)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/users, /users", "/users/x, /users/y", "/USERS, /users", "users, /users", "/, /users", "'', /users",
			"/**, /users", "/*, /users", "/{id}, /users", "/{*path}, /users", "/u?ers, /users", "//users, /users",
			"/user{s}, /users" })
	void mayNotBeginApartFromAnythingElse(String pattern, String other) {
		assertThat(new RoutePattern(Set.of(), pattern).beginsApartFrom(other)).isFalse();
	}

}
