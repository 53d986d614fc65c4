using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>
/// How far an entry of a relaxed cell is a loose end: the share of it that nothing reads, l = Π (1 - share that a later choice reads). In
/// an architecture it is 1 for a loose end and 0 for any other entry.
/// </summary>
internal static class Looseness
{
    /// <summary>l of one entry, [1, 1]; null where nothing can read it.</summary>
    /// <param name="shares">For each choice that can read it the gates of the options that do, [1, options].</param>
    public static Tensor? Of(IStepScope scope, IEnumerable<Tensor> shares)
    {
        Tensor? product = null;
        foreach (var share in shares)
        {
            var unread = scope.Affine(scope.Sum(share), -1, 1);
            product = product is null ? unread : scope.Multiply(product, unread);
        }

        return product;
    }
}
