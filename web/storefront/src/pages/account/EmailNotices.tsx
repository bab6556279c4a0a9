import { useResendVerification, type Member } from '../../api/member';
import { Button } from '../../ui/Button';
import { FormProblem } from '../../ui/Form';
import { Notice } from '../../ui/Notice';

/** What is open about the address: it was not verified yet, or another one was asked for. */
export function EmailNotices({ member }: { member: Member }) {
  if (member.pending_email !== null) {
    return (
      <Notice title={`Waiting for ${member.pending_email}`}>
        <p>
          Open the link in the mail that we sent there, and it takes the place of {member.email}. The link holds for 24
          hours.
        </p>
        <Resend />
      </Notice>
    );
  }
  if (member.email_verified) return null;
  return (
    <Notice title="Your e-mail address is not verified yet">
      <p>Open the link in the mail that we sent to {member.email}. It holds for 24 hours.</p>
      <Resend />
    </Notice>
  );
}

function Resend() {
  const resend = useResendVerification();
  return (
    <div className="notice-actions">
      <Button look="quiet" busy={resend.isPending} onClick={() => resend.mutate()}>
        Send the mail again
      </Button>
      <span role="status">{resend.isSuccess && 'It is on its way.'}</span>
      <FormProblem error={resend.error} fields={[]} />
    </div>
  );
}
