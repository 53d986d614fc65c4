using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Verbs.Export;
using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Host.Verbs.Provenance;

/// <summary>Follows a chain from a network to its data. Whatever it reads may have been changed; it writes nothing.</summary>
internal static class VerifyVerb
{
    private const long MostBytes = 1 << 24;

    public static async Task<int> RunAsync(
        string network, string attestation, string keyFile, IReadOnlyList<string> searches, Terminal terminal)
    {
        using var key = SigningKey.ReadPublic(keyFile);
        var (model, envelope, chain) = (AttestCommand.ReadNetwork(network), Read(attestation), new Chain());
        var places = searches.Select(search => SearchLocator.Find(search)).ToArray();
        if (Signed(chain, envelope, key) is { } statement && NetworkIs(chain, statement, model))
        {
            await FollowAsync(chain, statement, model, places);
        }

        return chain.Report(terminal);
    }

    private static byte[] Read(string attestation)
    {
        try
        {
            return RegularFile.ReadAllBytes(Surroundings.FullPath(attestation), MostBytes);
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException($"--attestation {ForeignText.Shown(attestation)}: there is no such file");
        }
        catch (UnusableFileException error)
        {
            throw new BadInputException($"--attestation {error.Message}");
        }
    }

    private static Statement? Signed(Chain chain, byte[] bytes, SigningKey key)
    {
        const string Link = "signature";
        if (Envelope.TryRead(bytes) is not { } envelope)
        {
            chain.Check("envelope", false, string.Empty, "the attestation is no DSSE envelope in JSON: it was changed, or is another file");
            return null;
        }

        var signed = envelope.Signed;
        var isSigned = envelope.Signatures.Any(signature => key.Verifies(signed, signature.Signature));
        var isOther = !envelope.Signatures.Any(signature => signature.Key == key.Id);
        if (!chain.Check(Link, isSigned, $"the statement is signed by the key {key.Id}", envelope.Signatures.Count == 0
            ? "the attestation has no signature: nobody said what is in it, or its signatures were taken away"
            : isOther ? $"the statement is signed by another key than this one, which is {key.Id}"
            : "the signature is not one of this key over this statement: the statement or the signature was changed"))
        {
            return null;
        }

        var statement = envelope.Type == Envelope.InToto ? Statement.TryRead(envelope.Payload) : null;
        return chain.Check("statement", statement is not null, "it is an in-toto statement with the provenance of a network",
            "what was signed is no statement of enas on a network") ? statement : null;
    }

    private static bool NetworkIs(Chain chain, Statement statement, byte[] model)
    {
        var digest = AttestCommand.Digest(model);
        return chain.Check("network", digest == statement.Digest, $"the file is the one that was signed for, SHA-256 {digest}",
            $"the file has SHA-256 {digest}, and {statement.Digest} was signed for: the network was changed, or is another one");
    }

    private static async Task FollowAsync(Chain chain, Statement statement, byte[] model, IReadOnlyList<string> places)
    {
        var searches = new List<RecordedSearch>();
        foreach (var place in places)
        {
            if (await OpenAsync(chain, place) is not { } search)
            {
                return;
            }

            searches.Add(search);
        }

        var training = OnlyOne(searches.Where(search => search.Job.Origin == JobOrigins.Train), "trainings");
        var parent = OnlyOne(searches.Where(search => search.Job.Origin != JobOrigins.Train), "searches");
        if (await TrainingAsync(chain, statement, model, training) && Search(chain, statement, parent) && Data(chain, statement, searches))
        {
            chain.State("program", $"enas {statement.Version} wrote the file. That it computed each step as the log says is "
                + "what 'enas replay --mode full' of the training proves");
        }
    }

    // A second one would be told as proven, and nothing of it was compared.
    private static RecordedSearch? OnlyOne(IEnumerable<RecordedSearch> searches, string what) => searches.ToArray() is { Length: > 1 } all
        ? throw new CommandLineException($"--search: {string.Join(" and ", all.Select(search => ForeignText.Shown(search.Name)))} are "
            + $"{all.Length} {what}; a network comes from one training, and its architecture from one search at most")
        : searches.FirstOrDefault();

    // The whole log with every hash, and every checkpoint against the digest that the log has of it.
    private static async Task<RecordedSearch?> OpenAsync(Chain chain, string place)
    {
        var name = $"log of {Path.GetFileName(place)}";
        try
        {
            var report = await LogAudit.RunAsync(
                await SearchFolder.OpenAsync(place, HostSettings.Read().Storage, CancellationToken.None), null, CancellationToken.None);
            if (!report.IsClean)
            {
                chain.Check(name, false, string.Empty, report.FirstDamage?.Message ?? "the log is damaged");
                return null;
            }

            var search = await RecordedSearch.OpenAsync(place);
            chain.Check(name, true, $"{Counted.Of(report.IntactEventCount, "event")}, every hash follows", string.Empty);
            return search;
        }
        catch (LogDamagedException damage)
        {
            chain.Check(name, false, string.Empty, damage.Message);
            return null;
        }
    }

    private static async Task<bool> TrainingAsync(Chain chain, Statement statement, byte[] model, RecordedSearch? training)
    {
        const string Link = "training";
        if (training is null)
        {
            chain.State(Link, $"the network is of the training {statement.Training}; its folder, with --search, would show it");
            return true;
        }

        var started = training.State.Started;
        if (!chain.Check(Link, training.Fingerprint == statement.Training, $"its log has the fingerprint {statement.Training}",
                $"the log has the fingerprint {training.Fingerprint}, and the statement names {statement.Training}")
            || !chain.Check("job", IsSame(started!.Job, statement.Job) && started.Architecture == statement.Architecture,
                "the log has the job and the architecture that were stated", "the log has another job or architecture than was stated")
            || !chain.Check("origin", started.Parent == statement.Search && started.DataDigest == statement.Data,
                "the log names the search and the data that were stated", "the log names another search or other data than were stated")
            || !chain.Check("measure", training.State.Completed?.TestScore == statement.Test,
                statement.Test is { } test ? FormattableString.Invariant($"the log has the test measure that was stated, {test:R}")
                    : "no test measure was stated, and the log has none", "the log has another test measure than was stated"))
        {
            return false;
        }

        if (statement.Version != Product.Version)
        {
            chain.State("weights", $"enas {statement.Version} wrote the file, and only the same version writes it again, to compare");
            return true;
        }

        if (!NetworkExport.InputsOf(training).Contains(statement.Input))
        {
            return chain.Check("weights", false, string.Empty,
                $"the statement says that the network takes \"{ForeignText.Shown(statement.Input)}\", and none of this training does");
        }

        return chain.Check("weights", AttestCommand.Digest(await NetworkExport.OnnxAsync(training, statement.Input, statement.Name))
            == AttestCommand.Digest(model), "exported anew from the checkpoint that the log names, the network is this file, byte for byte",
            "exported anew from the checkpoint that the log names, the network is another file");
    }

    private static bool IsSame(string json, string other) => JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(other));

    private static bool Search(Chain chain, Statement statement, RecordedSearch? search)
    {
        const string Link = "search";
        if (statement.Search is not { } fingerprint)
        {
            if (search is not null)
            {
                return chain.Check(Link, false, string.Empty,
                    $"the statement names no search, the architecture was given; {ForeignText.Shown(search.Name)} is not of this network");
            }

            chain.State(Link, "no search chose the architecture: it was given");
            return true;
        }

        if (search is null)
        {
            chain.State(Link, $"the search {fingerprint} chose the architecture; its folder, with --search, would show it");
            return true;
        }

        if (!chain.Check(Link, search.Fingerprint == fingerprint, $"its log has the fingerprint {fingerprint}",
            $"the log has the fingerprint {search.Fingerprint}, and the statement names {fingerprint}"))
        {
            return false;
        }

        if (search.BestTokens == statement.Architecture)
        {
            return chain.Check("choice", true, $"the search chose the architecture: {statement.Architecture}", string.Empty);
        }

        chain.State("choice", "the search chose another architecture than the one that was trained, which somebody gave");
        return true;
    }

    private static bool Data(Chain chain, Statement statement, IReadOnlyList<RecordedSearch> searches)
    {
        const string Link = "data";
        foreach (var search in searches)
        {
            var digest = search.State.Started!.DataDigest;
            if (search.Job.Origin != JobOrigins.Train && digest != statement.Data)
            {
                // A training may have been given other data than its search, and then says so itself.
                chain.State(Link, $"the search looked at other data, {digest}, than the training had, {statement.Data}");
                return true;
            }
        }

        if (searches.Count == 0 || DigestAtHand(searches[0].Job) is not { } found)
        {
            chain.State(Link, $"the data have the digest {statement.Data}; they are not at hand to compute it");
            return true;
        }

        return chain.Check(Link, found == statement.Data, $"the data at hand have the digest {found}",
            $"the data at hand have the digest {found}, and {statement.Data} was stated: they were changed since");
    }

    private static string? DigestAtHand(JobOptions job)
    {
        try
        {
            return TaskCatalog.TryLoad(job)?.Digest;
        }
        catch (DataException)
        {
            return null;
        }
    }
}
