using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;

namespace Enas.Host.Verbs.Rank;

/// <summary><c>enas rank</c>: what shared-weight scores are worth.</summary>
internal static class RankCommand
{
    private const int StandardCount = 8;

    public static Command Create()
    {
        var search = CommandParts.Search();
        var count = new Option<int?>("--count")
        {
            Description = $"Random candidates beside the chosen architecture, {StandardCount} by default; "
                + "with --table the cells that are drawn from it, all by default.",
            HelpName = "K",
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "Trainings of each architecture, which differ in their seed alone: whether a ranking can be trusted.",
            HelpName = "S",
            DefaultValueFactory = _ => 1
        };
        var references = new Option<bool>("--references")
        {
            Description = "Trains the reference architectures of the space too: networks that people designed.",
        };
        var asFinals = new Option<bool>("--as-finals")
        {
            Description = "Trains each as the search itself trained architectures alone: the steps, sizes and seeds of the last rung of "
                + "its finals or children. --set changes that.",
        };
        var proxies = new Option<bool>("--proxies")
        {
            Description = "Zero-cost proxies of the networks beside their trainings or the table: how far each orders them alike, and "
                + "which way it points.",
        };
        var table = new TableOptions();
        var sets = CommandParts.Sets();
        var folder = CommandParts.Out(
            "The folder of the trainings; SEARCH-rank beside the search by default. Those that are there go on or count as they are. "
                + "With --table that of the scores, SEARCH-rank-table.");
        var backend = CommandParts.Backend();
        var device = CommandParts.Device();
        var threads = CommandParts.Threads();
        var desk = new DeskOptions();
        var verb = new VerbCommand(
            "rank", "Trains the chosen architecture and random ones from scratch under one budget and says how well shared weights "
                + "ranked them; or holds their ranking against a table of results, without a training.",
            "enas rank @last --set train.epochs=2");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[count, seeds, references, asFinals, proxies, .. table.All, sets, folder, backend, device, threads,
            .. desk.All])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
        {
            var compute = new ComputeOptions(parsed.GetValue(backend)!, parsed.GetValue(device), parsed.GetValue(threads));
            var (name, given) = (parsed.GetRequiredValue(search), parsed.GetValue(sets) ?? []);
            if (table.FileOf(parsed) is not { } file)
            {
                table.RefuseWithoutTable(parsed);
                return RankVerb.RunAsync(
                    new RankArguments(name, parsed.GetValue(count) ?? StandardCount, parsed.GetValue(seeds), parsed.GetValue(references),
                        given, parsed.GetValue(folder), compute)
                    {
                        AsFinals = parsed.GetValue(asFinals),
                        Proxies = parsed.GetValue(proxies),
                        Desk = desk.Of(parsed),
                    }, terminal);
            }

            return parsed.GetValue(seeds) != 1 || parsed.GetValue(references) || parsed.GetValue(asFinals)
                || desk.Of(parsed) != new DeskRequest()
                ? throw new CommandLineException("--table trains nothing: leave --seeds, --references, --as-finals, --slots and --engine "
                    + "out, or --table")
                : TableRankVerb.RunAsync(
                    new TableRankArguments(name, file, table.NamesOf(parsed), parsed.GetValue(count), table.ImagesOf(parsed), given,
                        parsed.GetValue(folder), compute)
                    {
                        Proxies = parsed.GetValue(proxies),
                    }, terminal);
        });
    }
}
