namespace Enas.Storage.Sql;

/// <summary>What people ask of a search most, as views over its events.</summary>
internal static class SqlViews
{
    /// <summary>Steps in one bucket of <c>operation_shares</c>.</summary>
    private const int BucketSteps = 100;

    /// <summary>The statements that make them, in order.</summary>
    public static IReadOnlyList<string> Definitions { get; } =
    [
        View("architectures", "step, phase, epoch, CAST(facts ->> '$.ordinal' "
            + "AS INTEGER) AS ordinal, architecture, log_prob, entropy, recorded_at", "architecture-sampled"),
        View("rewards", "step, epoch, CAST(facts ->> '$.ordinal' AS INTEGER) "
            + "AS ordinal, architecture, reward, metric, duration_ms, recorded_at", "reward-evaluated"),
        View("policy", "step, epoch, baseline, advantage, grad_norm, learning_rate, duration_ms, recorded_at", "policy-updated"),
        View("training", "step, epoch, loss, grad_norm, learning_rate, duration_ms, recorded_at", "shared-weights-trained"),
        View("candidates", "step, facts ->> '$.source' AS source, CAST(facts "
            + "->> '$.ordinal' AS INTEGER) AS ordinal, architecture, metric, loss, duration_ms, recorded_at", "candidate-scored"),
        "CREATE TABLE decision_tokens (search VARCHAR, place BIGINT, token VARCHAR, decision VARCHAR, option VARCHAR)",

        // Where the space is not known in words, decisions are "token 1" and so on, and every option is its token.
        """
        CREATE MACRO operation_shares_by(bucket_steps) AS TABLE
        WITH sampled AS (
          SELECT search, step // bucket_steps * bucket_steps AS from_step, string_split_regex(trim(architecture, '| '), '[ |+]+') AS tokens
          FROM events
          WHERE event_type = 'architecture-sampled'
        ), placed AS (
          SELECT search, from_step, unnest(tokens) AS token, generate_subscripts(tokens, 1) AS place
          FROM sampled
        ), counted AS (
          SELECT search, from_step, place, token, count(*) AS chosen
          FROM placed
          GROUP BY ALL
        ), named AS (
          SELECT search, from_step, place, chosen,
            coalesce(decision, 'token ' || place) AS decision, coalesce(option, token) AS option,
            decision IS NULL AND search IN (SELECT DISTINCT search FROM decision_tokens) AS is_fixed
          FROM counted LEFT JOIN decision_tokens USING (search, place, token)
        )
        SELECT search, from_step, decision, option, chosen,
          chosen / sum(chosen) OVER (PARTITION BY search, from_step, place) AS share
        FROM named
        WHERE NOT is_fixed
        ORDER BY search, from_step, place, option
        """,
        $"CREATE VIEW operation_shares AS FROM operation_shares_by({BucketSteps})",
    ];

    private static string View(string name, string columns, string eventType) =>
        $"CREATE VIEW {name} AS SELECT search, sequence, {columns} FROM events WHERE event_type = '{eventType}'";
}
