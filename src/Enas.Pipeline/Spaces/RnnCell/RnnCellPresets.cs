using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The presets of recurrent cells. Each writes its whole column down, also where it agrees with the defaults, so that it can be read on its
/// own. Where a source is silent, the comment beside the value says what was chosen.
/// </summary>
internal static partial class RnnCellPresets
{
    /// <summary>The one for beginners first.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("small", "Made for a few CPU cores: 4,400 weight steps and 1,000 samples.", PresetValues.Of(Small)),
        new("small-2", "As small, with what was learned since: see docs/decisions/0023-recipes-of-small-2.md.",
            PresetValues.Of([.. Small, .. Small2])),
        new("paper", "Pham et al. 2018, as far as the paper says.", PresetValues.Of(Paper)),
        new("official", "The authors' released code for Penn Treebank.", PresetValues.Of(Official)),
        new("enas-lm", "The authors' later language-model code.", PresetValues.Of(EnasLm)),
        new("reproducible", "As paper, with rewards that are measured well enough to be compared.",
            PresetValues.Of([.. Paper, .. ReproducibleChanges])),
    ];
}
