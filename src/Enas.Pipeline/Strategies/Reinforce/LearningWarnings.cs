using Enas.Pipeline.Catalogs.Evaluators;
using System.Globalization;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>Options under which REINFORCE cannot learn, whatever it searches.</summary>
internal static class LearningWarnings
{
    // A logit of 1 makes an option e times as likely as another. Accuracies of good and bad architectures differ by some hundredths, so a
    // policy that follows them needs a logit of about that size to prefer anything; perplexities differ by far more.
    private const double LeastOfAccuracies = 1;
    private const double LeastOfPerplexities = 0.01;

    // A decision between two options has up to ln 2 = 0.69 nats of entropy, one between n up to ln n. With a weight of 1 two
    // of them are worth more than all that an accuracy can come to, which is at most 1.
    private const double MostOfEntropy = 1;

    // Between -.05 and .05 two options are at most e^.1 = 1.11 times as likely as each other: 52.5 of 100 times at best.
    private const double LeastTanhConstant = 0.05;

    private const string AlmostUniform = "stays almost uniform, apart from the priors of its decisions";

    /// <summary>The warnings of an LSTM policy.</summary>
    /// <param name="updates">Updates of the policy, in all.</param>
    public static IEnumerable<string> OfNetwork(JobOptions job, long updates)
    {
        // Adam moves a weight by about the rate. A weight's part of a logit is divided by the temperature, and the hidden state beside it
        // is below 1. A policy that follows perplexities learned from .08: they differ far more from cell to cell than accuracies do.
        var reach = updates * job.Policy.LearningRate / job.Policy.Temperature;
        var (measures, least) = job.Derive.Rule == DeriveRules.HighestAccuracy ? ("accuracies", LeastOfAccuracies)
            : ("perplexities", LeastOfPerplexities);
        if (updates > 0 && reach < least)
        {
            yield return $"policy.learningRate = {N(job.Policy.LearningRate)} and policy.temperature = {N(job.Policy.Temperature)}: "
                + $"what one weight adds to a logit can move by {N(reach)} at most in {updates} updates (updates x rate / temperature), "
                + $"and with less than {N(least)} a policy that follows {measures} {AlmostUniform}; "
                + WayOut(job.Policy);
        }

        foreach (var words in OfNoUpdates(updates).Concat(OfEntropy(job)))
        {
            yield return words;
        }

        if (job.Policy.TanhConstant is > 0 and < LeastTanhConstant and var bound)
        {
            yield return $"policy.tanhConstant = {bound.ToString(CultureInfo.InvariantCulture)} bounds every logit to either side: "
                + $"the log-odds of two options can come to {(2 * bound).ToString(CultureInfo.InvariantCulture)} at most, so the policy "
                + $"{AlmostUniform}; use 1 or more, or 0 for no bound";
        }
    }

    /// <summary>The warnings of a table of logits.</summary>
    /// <param name="updates">Updates of the policy, in all.</param>
    public static IEnumerable<string> OfTable(JobOptions job, long updates)
    {
        var reach = 2 * updates * job.Policy.LearningRate / job.Policy.Temperature;
        if (updates > 0 && reach < 1)
        {
            yield return $"policy.learningRate = {N(job.Policy.LearningRate)} and policy.temperature = {N(job.Policy.Temperature)}: "
                + $"the log-odds of two options can move by {N(reach)} at most in {updates} updates (2 x updates x rate / temperature), "
                + $"and with less than 1 the policy {AlmostUniform}; "
                + WayOut(job.Policy);
        }

        foreach (var words in OfNoUpdates(updates))
        {
            yield return words;
        }
    }

    /// <summary>What a baseline across steps leaves in.</summary>
    /// <param name="baseline">Its baseline, by name.</param>
    public static IEnumerable<string> OfCommonData(JobOptions job, string baseline)
    {
        if (job.Reward.CommonWindows && !EvaluatorCatalog.Of(job).TrainsAlone
            && job.Strategy.SamplesPerPolicyStep > 1 && baseline != PolicyOptions.StepMeanBaseline)
        {
            yield return $"policy.baseline = \"{baseline}\": all samples of a policy step see the same validation data, "
                + "and an average that runs across steps leaves what that data has in common for them in their advantages; "
                + $"\"{PolicyOptions.StepMeanBaseline}\" takes it out";
        }
    }

    private static IEnumerable<string> OfNoUpdates(long updates) => updates > 0 ? []
        : ["the budget has no policy step: the policy stays as it was drawn, almost uniform apart from the priors of its "
            + "decisions; make some, or use strategy.kind \"random\""];

    // Only accuracies are known to be no more than 1: what a perplexity is turned into, and what a program says, can be of any size.
    private static IEnumerable<string> OfEntropy(JobOptions job) => job.Policy.EntropyWeight < MostOfEntropy
        || job.Derive.Rule != DeriveRules.HighestAccuracy
        || EvaluatorCatalog.Of(job) is not ({ SharesWeights: true } or { TrainsAlone: true }) ? []
        :
        [
            $"policy.entropyWeight = {N(job.Policy.EntropyWeight)}: a nat of entropy counts as much as a reward of "
                + $"{N(job.Policy.EntropyWeight)}, and accuracies are at most 1, so the policy is rewarded for staying uniform; "
                + "use 0.1 or less",
        ];

    private static string WayOut(PolicyOptions policy) =>
        $"raise the rate, {(policy.Temperature > 1 ? "set the temperature to 1, " : string.Empty)}or make more policy steps";

    private static string N(double value) => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture);
}
