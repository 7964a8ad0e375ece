package dev.faroe.sample.operator;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.sample.pages.Page;
import dev.faroe.user.User;
import dev.faroe.user.UserPage;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;

/**
 * The users: to search, to sort and to turn over page by page, of however many.
 */
@Page
@RequestMapping("/operator")
class UserListPage {

	private final UserService users;

	private final AccountStateService states;

	UserListPage(UserService users, AccountStateService states) {
		this.users = users;
		this.states = states;
	}

	@GetMapping
	Mono<Rendering> list(Search search) {
		return this.users.list(search.query())
			.zipWhen((page) -> states(page.users()))
			.map((found) -> show(search, found.getT1(), found.getT2()));
	}

	private Mono<Map<String, AccountState>> states(List<User> users) {
		return this.states.getAll(users.stream().map(User::id).toList()).collectMap(AccountState::userId);
	}

	private static Rendering show(Search search, UserPage page, Map<String, AccountState> states) {
		return Rendering.view("operator/users")
			.modelAttribute("search", search)
			.modelAttribute("users", page.users().stream().map(UserRow::of).toList())
			.modelAttribute("disabled",
					states.values()
						.stream()
						.filter(AccountState::disabled)
						.map(AccountState::userId)
						.collect(Collectors.toSet()))
			.modelAttribute("total", page.total())
			.modelAttribute("pages", page.totalPages())
			.build();
	}

}
