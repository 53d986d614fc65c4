using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Sql;

/// <summary><c>enas sql</c>: one query over the events of searches.</summary>
internal static class SqlCommand
{
    private const string Views = "events, architectures, rewards, policy, training, candidates, children, trained_alone, operation_shares, "
        + "decision_tokens, architecture_costs, work (what steps cost) and costs (its sums, as SELECT phase, sum(cost) AS cost FROM work "
        + "GROUP BY phase has them)";

    public static Command Create()
    {
        // The parser would give every value to the first of two arguments, and the statement is the last one.
        var values = new Argument<string[]>("SEARCH... STATEMENT")
        {
            Description = $"Searches (folders, unique prefixes of names or ids under "
                + $"runs, or @last), and last the query in DuckDB's SQL. To query, each with a column search: {Views}.",
            Arity = ArgumentArity.OneOrMore,
        };
        var csv = new Option<bool>("--csv") { Description = "CSV on standard output; words for people go to standard error." };
        var all = new Option<bool>("--all")
        {
            Description = $"Every row and every column for people too, not the first {SqlTable.MostRows} rows and what fits the width."
        };
        var json = CommandParts.Json();
        var verb = new VerbCommand(
            "sql", "Queries the events of searches with DuckDB. Reads only what is committed and verifies; writes nothing.",
                "enas sql @last \"SELECT architecture, max(reward) AS best FROM rewards GROUP BY ALL ORDER BY best DESC LIMIT 5\"");
        verb.Arguments.Add(values);
        verb.Options.Add(csv);
        verb.Options.Add(all);
        return verb.Does(json, (parsed, terminal) => SqlVerb.RunAsync(
            parsed.GetRequiredValue(values), Format(parsed.GetValue(json), parsed.GetValue(csv)), parsed.GetValue(all), terminal));
    }

    private static SqlFormat Format(bool json, bool csv) => (json, csv) switch
    {
        (true, true) => throw new CommandLineException("--json and --csv: one of them"),
        (true, false) => SqlFormat.Json,
        (false, true) => SqlFormat.Csv,
        _ => SqlFormat.Table,
    };
}
