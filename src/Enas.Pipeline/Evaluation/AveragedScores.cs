using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// Shared weights whose scores are the mean over the weights as they were at the ends of the last rounds, where checkpoints are made, and
/// as they are now: one set of weights is one point of a noisy walk. Rewards are those of the weights as they are. The weights of those
/// rounds stand in the checkpoint, so that a search that goes on scores with the same ones.
/// </summary>
/// <param name="weights">The shared weights; owned.</param>
/// <param name="count">Sets of weights, the present one among them.</param>
/// <param name="roundOf">The round of a search step.</param>
internal sealed class AveragedScores(ISharedWeights weights, int count, Func<long, int> roundOf) : ISharedWeights, ICheckpointed
{
    private const string Prefix = "scores/";
    private const string RoundKey = Prefix + "round";
    private const string CountKey = Prefix + "count";

    private readonly List<CheckpointSection[]> _rounds = [];
    private int? _round;

    /// <inheritdoc />
    public int ScoreCount => _rounds.Count + 1;

    /// <inheritdoc />
    public WeightStepResult Train(Architecture architecture, long step, long weightStep)
    {
        var round = roundOf(step);
        if (_round < round)
        {
            // The weights as the round before has left them.
            _rounds.Add(Sections(weights));
            _rounds.RemoveRange(0, Math.Max(0, _rounds.Count - (count - 1)));
        }

        _round = round;
        return weights.Train(architecture, step, weightStep);
    }

    /// <inheritdoc />
    public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal) =>
        weights.Evaluate(architecture, step, ordinal);

    /// <inheritdoc />
    /// <remarks>Losses and counts of all sets of weights are added.</remarks>
    public WindowLoss ScoreValidation(Architecture architecture) => Score(() => weights.ScoreValidation(architecture));

    /// <inheritdoc />
    /// <remarks>Losses and counts of all sets of weights are added.</remarks>
    public WindowLoss ScorePart(Architecture architecture, int items) => Score(() => weights.ScorePart(architecture, items));

    /// <inheritdoc />
    IReadOnlyList<ICheckpointed> ISharedWeights.Sections => [.. weights.Sections, this];

    /// <inheritdoc />
    public SectionKind Section { get; } = new("scores", 1, Prefix) { FirstFormat = 2 };

    /// <inheritdoc />
    public void Save(CheckpointSection to)
    {
        to.Add(CountKey, _rounds.Count.ToString(CultureInfo.InvariantCulture));
        to.Add(RoundKey, (_round ?? -1).ToString(CultureInfo.InvariantCulture));
        foreach (var (number, sections) in _rounds.Index())
        {
            foreach (var section in sections)
            {
                to.Add(section.Tensors.Select(tensor => tensor with { Name = NameOf(number, tensor.Name) }));
                foreach (var (key, text) in section.Texts)
                {
                    to.Add(NameOf(number, key), text);
                }
            }
        }
    }

    /// <inheritdoc />
    public void Load(CheckpointSection from)
    {
        _rounds.Clear();
        var kinds = weights.Sections.Select(part => part.Section).ToArray();
        for (var number = 0; number < Number(from, CountKey); number++)
        {
            var prefix = NameOf(number, string.Empty);
            _rounds.Add([.. kinds.Select(kind => Part(from, kind, prefix))]);
        }

        var round = Number(from, RoundKey);
        _round = round < 0 ? null : round;
    }

    /// <inheritdoc />
    public void Dispose() => weights.Dispose();

    private static string NameOf(int number, string name) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}/{name}");

    private static int Number(CheckpointSection from, string key) =>
        int.TryParse(from.Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw from.Unreadable(key);

    private static CheckpointSection Part(CheckpointSection from, SectionKind kind, string prefix)
    {
        var part = new CheckpointSection(kind, step: 0);
        part.Add(from.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => tensor with { Name = tensor.Name[prefix.Length..] }).Where(tensor => kind.Holds(tensor.Name)));
        foreach (var (key, text) in from.Texts.Where(text => text.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (kind.Holds(key[prefix.Length..]))
            {
                part.Add(key[prefix.Length..], text);
            }
        }

        return part;
    }

    // A copy: what a section holds may be the memory of the weights themselves.
    private static CheckpointSection[] Sections(ISharedWeights weights)
    {
        List<CheckpointSection> sections = [];
        foreach (var part in weights.Sections)
        {
            var (saved, copy) = (new CheckpointSection(part.Section, step: 0), new CheckpointSection(part.Section, step: 0));
            part.Save(saved);
            copy.Add(saved.Tensors.Select(tensor => tensor with { Values = tensor.Values.ToArray() }));
            foreach (var (key, text) in saved.Texts)
            {
                copy.Add(key, text);
            }

            sections.Add(copy);
        }

        return [.. sections];
    }

    private WindowLoss Score(Func<WindowLoss> score)
    {
        List<WindowLoss> losses = [score()];
        if (_rounds.Count > 0)
        {
            var now = Sections(weights);
            try
            {
                foreach (var sections in _rounds)
                {
                    Restore(sections);
                    losses.Add(score());
                }
            }
            finally
            {
                Restore(now);
            }
        }

        return new(losses.Sum(loss => loss.TokenCount), losses.Sum(loss => loss.LossSum),
            losses[0].CorrectCount is null ? null : losses.Sum(loss => loss.CorrectCount));
    }

    private void Restore(CheckpointSection[] sections)
    {
        foreach (var (part, section) in weights.Sections.Zip(sections))
        {
            part.Load(section);
        }
    }
}
