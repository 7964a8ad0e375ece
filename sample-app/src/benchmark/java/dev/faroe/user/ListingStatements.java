package dev.faroe.user;

import java.util.List;
import java.util.Objects;

import org.springframework.beans.factory.BeanFactory;

/**
 * Lets a benchmark run the statements of a list of users one by one.
 */
public final class ListingStatements {

	private final UserRepository users;

	public ListingStatements(BeanFactory beans) {
		this.users = beans.getBean(UserRepository.class);
	}

	public List<?> page(UserQuery query) {
		return Objects.requireNonNull(this.users.findPage(query).collectList().block());
	}

	public long total() {
		return Objects.requireNonNull(this.users.count(null).block());
	}

}
