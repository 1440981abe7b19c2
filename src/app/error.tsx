'use client';

import { Button } from '@/components/Button';
import { Notice } from '@/components/Notice';

/** What a page that broke shows; the server's log has the digest. */
export default function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Notice title="This page did not work">
      {error.digest !== undefined && <p className="text-sm text-quiet">Reference: {error.digest}</p>}
      <Button look="primary" onClick={reset}>
        Try again
      </Button>
    </Notice>
  );
}
