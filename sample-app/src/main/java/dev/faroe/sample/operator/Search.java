package dev.faroe.sample.operator;

import dev.faroe.user.UserQuery;
import dev.faroe.user.UserQuery.SortBy;
import dev.faroe.user.UserQuery.SortOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an operator looks for, as it is in the address of the page. What makes no sense
 * stands for its default.
 *
 * @param email what the address has to contain
 * @param sort {@code created}, {@code email} or {@code id}
 * @param order {@code asc} or {@code desc}
 * @param page the number of the page
 */
public record Search(@Nullable String email, @Nullable String sort, @Nullable String order, @Nullable String page) {

	private static final int MAX_LENGTH = 255;

	public Search {
		email = (email != null && email.length() <= MAX_LENGTH) ? email.strip() : "";
		sort = ("email".equals(sort) || "id".equals(sort)) ? sort : "created";
		order = "asc".equals(order) ? "asc" : "desc";
		page = (page != null && page.matches("[1-9][0-9]{0,8}")) ? page : "1";
	}

	UserQuery query() {
		SortBy by = switch (String.valueOf(this.sort)) {
			case "email" -> SortBy.EMAIL;
			case "id" -> SortBy.ID;
			default -> SortBy.CREATED_AT;
		};
		SortOrder direction = "asc".equals(this.order) ? SortOrder.ASCENDING : SortOrder.DESCENDING;
		return new UserQuery(by, direction, UserQuery.DEFAULT_PER_PAGE, number(), this.email);
	}

	/**
	 * Return the number of the page.
	 * @return the number, from 1
	 */
	public int number() {
		return Integer.parseInt(String.valueOf(this.page));
	}

	/**
	 * Return how a column is sorted, for its heading.
	 * @param column the column
	 * @return a value of {@code aria-sort}, or {@code null}
	 */
	public @Nullable String sorted(String column) {
		if (!column.equals(this.sort)) {
			return null;
		}
		return "asc".equals(this.order) ? "ascending" : "descending";
	}

	/**
	 * Return the order that a click on the heading of a column asks for.
	 * @param column the column
	 * @return the order
	 */
	public String next(String column) {
		return "ascending".equals(sorted(column)) ? "desc" : "asc";
	}

}
