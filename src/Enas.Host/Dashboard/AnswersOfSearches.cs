using System.Text.Json.Serialization.Metadata;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>Makes answers of searches that are in memory: 202 while one is read, 304 where it is as it was.</summary>
/// <param name="served">The searches.</param>
internal sealed class AnswersOfSearches(ServedSearches served)
{
    /// <summary>What an address of one search begins with.</summary>
    public const string Address = "/api/v1/searches/{id}";

    /// <summary>A route that is computed of the log of one search.</summary>
    /// <param name="type">The type of its answer.</param>
    /// <param name="view">Makes it.</param>
    /// <param name="tagOf">Names what it is made of; the log alone when left out.</param>
    public AnswerRoute Of<T>(JsonTypeInfo<T> type, Func<SearchData, Asked, T> view, Func<SearchData, string>? tagOf = null) =>
        asked => OfLogAsync(asked, search => Answer.Json(asked, view(search, asked), type), tagOf);

    /// <summary>An answer that stays as it is until there is more of a search's log.</summary>
    public Task<Answer> OfLogAsync(Asked asked, Func<SearchData, Answer> view, Func<SearchData, string>? tagOf = null) =>
        OfSearchAsync(asked, (_, search) =>
        {
            var tag = tagOf is null ? search.Tag : tagOf(search);
            return Task.FromResult(asked.Has(tag) ? Answer.Unchanged(tag) : view(search) with { Tag = tag });
        });

    /// <summary>An answer that is made of one search, and of what is beside it.</summary>
    public async Task<Answer> OfSearchAsync(Asked asked, Func<FollowedSearch, SearchData, Task<Answer>> view)
    {
        var search = await served.FindAsync(asked.Name("id"));
        return search.IsRead ? await search.UseAsync(data => view(search, data), asked.Ended) : Reading(asked, search);
    }

    /// <summary>That a search is read for the first time.</summary>
    public static Answer Reading(Asked asked, FollowedSearch search)
    {
        var (read, of) = search.Progress;
        return Answer.Json(asked, new ReadingAnswer { Reading = new ReadingProgressAnswer { Segment = read, Of = of } },
            AnswerJson.Default.ReadingAnswer, StatusCodes.Status202Accepted);
    }
}
