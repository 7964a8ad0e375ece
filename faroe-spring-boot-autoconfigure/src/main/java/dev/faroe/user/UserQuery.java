package dev.faroe.user;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Which users to list, and in which order. Users that are equal in what they are sorted
 * by are sorted by id, so that every user is on one page.
 *
 * @param sortBy what to sort by
 * @param sortOrder the direction
 * @param perPage the number of users on a page, at least 1
 * @param page the number of the page, from 1
 * @param emailQuery what the email address has to contain, or {@code null} to list all
 */
public record UserQuery(SortBy sortBy, SortOrder sortOrder, int perPage, int page, @Nullable String emailQuery) {

	/**
	 * The number of users on a page unless another is asked for.
	 */
	public static final int DEFAULT_PER_PAGE = 20;

	/**
	 * The first page of all users, oldest first.
	 */
	public static final UserQuery DEFAULT = new UserQuery(SortBy.CREATED_AT, SortOrder.ASCENDING, DEFAULT_PER_PAGE, 1,
			null);

	public UserQuery {
		Assert.notNull(sortBy, "sortBy must not be null");
		Assert.notNull(sortOrder, "sortOrder must not be null");
		Assert.isTrue(perPage > 0, "perPage must be positive");
		Assert.isTrue(page > 0, "page must be positive");
	}

	/**
	 * What users can be sorted by.
	 */
	public enum SortBy {

		/** The time of creation. */
		CREATED_AT,

		/** The identifier. */
		ID,

		/** The email address; users without one count as the greatest. */
		EMAIL

	}

	/**
	 * The direction of a sort.
	 */
	public enum SortOrder {

		/** Smallest first. */
		ASCENDING,

		/** Greatest first. */
		DESCENDING

	}

	long offset() {
		return (this.page - 1L) * this.perPage;
	}

}
